"""Training on screen: exemplars beside their rubric, what good looks like by word, a presentation."""
