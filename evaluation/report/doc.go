// Package report writes the judgement of a plan as one HTML file for people: a
// decision maker reads the verdicts, a union the audit, and an agency finds its
// row. The file needs no network, prints on paper, reads on a telephone, and is
// in English or Indonesian. The same input gives the same bytes.
package report
