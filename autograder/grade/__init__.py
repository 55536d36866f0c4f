"""One run over a class: from the words of the call to results, marks and pages."""
