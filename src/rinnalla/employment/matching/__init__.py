"""Laying profiles and vacancies side by side: reasons for, against and still to be asked. A person decides."""
