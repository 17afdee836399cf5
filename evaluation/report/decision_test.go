package report_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/report"
)

// decided is a small change with a decision about it.
func decided(t *testing.T) (*mutasi.Organization, *evaluation.Change, *report.Decision) {
	t.Helper()
	o, err := mutasi.NewOrganization(mutasi.Data{
		Units:     []mutasi.Unit{{ID: "u", Name: "Dinas"}},
		Positions: []mutasi.Position{{ID: "A", Unit: "u", Seats: 1, Need: 1}},
		Employees: []mutasi.Employee{{ID: "x", Name: "Ani", Position: "A"}, {ID: "y", Name: "Budi & Anak"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	c, err := evaluation.Compare(t.Context(), o, o.Incumbents(), o.Incumbents(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return o, c, &report.Decision{
		Status: "Status in words.", Proof: "Proof in words.", Seed: 18446744073709551615, Digest: "sha256:00ff",
		Goals: []report.GoalValue{
			{Goal: "first goal", Value: 1234, Bound: 1234},
			{Goal: "second goal", Value: 0.9237, Bound: math.Inf(1), Rounding: 1e-9},
		},
		Rules: []mutasi.Cause{
			{Constraint: "two years <in post>", Reason: "PP 11/2017", Author: "BKPSDM", On: time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)},
			{Constraint: "bare"},
		},
		Unplaced: []report.Unplaced{{Employee: "y", Reasons: []string{"No seat is free.", "No rule helps."}}},
	}
}

// written is the report of a change.
func written(t *testing.T, o *mutasi.Organization, c *evaluation.Change, opts *report.Options) string {
	t.Helper()
	var page strings.Builder
	if err := report.Write(&page, o, c, opts); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

// after is the part of a page behind a heading.
func after(t *testing.T, page, heading string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, heading)
	if !found {
		t.Fatalf("the page lacks %s", heading)
	}
	rest, _, _ = strings.Cut(rest, "</section>")
	return rest
}

func TestDecision(t *testing.T) {
	o, c, d := decided(t)
	for _, in := range []struct {
		language report.Language
		wants    []string
	}{
		{report.English, []string{">The decision<", "Its seed: 18446744073709551615.", ">2026-11-03<", ">1,234<", ">0.9237<", "&lt; 0.0001", ">No plan goes beyond<"}},
		{report.Indonesian, []string{">Keputusan<", "Bilangan awalnya: 18446744073709551615.", ">03-11-2026<", ">1.234<", ">0,9237<", "&lt; 0,0001", ">Batas bagi semua rencana<"}},
	} {
		section := after(t, written(t, o, c, &report.Options{Language: in.language, Decision: d}), `<section id="decision">`)
		for _, want := range append(in.wants, "Status in words.", "Proof in words.", "sha256:00ff", "two years &lt;in post&gt;", "PP 11/2017", "BKPSDM",
			"Budi &amp; Anak", "No seat is free. No rule helps.", "First goal", "Second goal") {
			if !strings.Contains(section, want) {
				t.Errorf("%v: the section lacks %q:\n%s", in.language, want, section)
			}
		}
		if n := strings.Count(section, "–"); n != 4 {
			t.Errorf("%v: %d dashes, want one for each of: bound, reason, author, day", in.language, n)
		}
	}
	if page := written(t, o, c, nil); strings.Contains(page, `id="decision"`) {
		t.Error("a report without a decision has a section about it")
	}
}

// An anonymous report counts who has no post and does not name them.
func TestAnonymousDecision(t *testing.T) {
	o, c, d := decided(t)
	section := after(t, written(t, o, c, &report.Options{Decision: d, Anonymous: true}), `<section id="decision">`)
	if strings.Contains(section, "Budi") || strings.Contains(section, ">y<") || !strings.Contains(section, "People without a post: 1.") {
		t.Errorf("the section is not anonymous, or does not count:\n%s", section)
	}
	d.Unplaced = nil
	if section := after(t, written(t, o, c, &report.Options{Decision: d}), `<section id="decision">`); !strings.Contains(section, "Nobody is without a post.") {
		t.Errorf("the section does not say that all have posts:\n%s", section)
	}
}

// Everything that cannot be shown is named at once, and nothing is written.
func TestDecisionsThatCannotBeShown(t *testing.T) {
	o, c, d := decided(t)
	d.Goals[0].Value, d.Goals[1].Rounding = math.NaN(), -1
	d.Unplaced = append(d.Unplaced, report.Unplaced{Employee: "nobody"})
	var page strings.Builder
	err := report.Write(&page, o, c, &report.Options{Decision: d})
	if err == nil || page.Len() > 0 {
		t.Fatalf("error %v, %d bytes written; want an error and nothing", err, page.Len())
	}
	for _, want := range []string{"Goals[0]", "Goals[1]", `"nobody"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %s: %v", want, err)
		}
	}
}
