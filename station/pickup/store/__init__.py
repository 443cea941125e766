"""The rows of the pickup desk: what the cloud told, what came, what went, who tried which code."""
