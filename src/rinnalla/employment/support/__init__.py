"""Support at work: adaptations, agreements of three parties, talks of benefits, what a subsidy comes to."""
