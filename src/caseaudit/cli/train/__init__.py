"""`caseaudit train`: grade fictional extracts together, blind, and learn where you part."""
