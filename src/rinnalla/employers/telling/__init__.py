"""What an employer is told of a client: the employer's wall."""
