package competency

// Framework is a catalogue of competencies with their scale: dated data, so
// that a new regulation is a new value and not a change of code.
type Framework struct {
	Name         string
	Source       string // the regulation or publication
	Year         int    // of the source
	Least, Most  Level  // the scale, both included
	Competencies []Competency
}

// Competency is an entry of a framework.
type Competency struct {
	ID      ID
	Name    string // in the language of the source
	English string
	Kind    Kind
}

// Kind groups competencies by what they are about.
type Kind string

// The three kinds of PermenPANRB 38/2017.
const (
	Technical     Kind = "Teknis"
	Managerial    Kind = "Manajerial"
	SocioCultural Kind = "Sosial Kultural"
)

// Competency returns the entry with the given ID.
func (f Framework) Competency(id ID) (Competency, bool) {
	for _, c := range f.Competencies {
		if c.ID == id {
			return c, true
		}
	}
	return Competency{}, false
}

// Contains reports whether a level lies on the framework's scale.
func (f Framework) Contains(l Level) bool { return f.Least <= l && l <= f.Most }

// ASN2017 returns the eight managerial competencies and the socio-cultural one
// that PermenPANRB 38/2017 sets for every civil servant (ASN) in Indonesia, on
// integer levels 1 to 5. Technical competencies differ from post to post and
// come from each agency. The caller owns the result.
func ASN2017() Framework {
	return Framework{
		Name:   "Standar Kompetensi ASN",
		Source: "PermenPANRB 38/2017",
		Year:   2017,
		Least:  1,
		Most:   5,
		Competencies: []Competency{
			{"M.1", "Integritas", "Integrity", Managerial},
			{"M.2", "Kerja Sama", "Teamwork", Managerial},
			{"M.3", "Komunikasi", "Communication", Managerial},
			{"M.4", "Orientasi pada Hasil", "Results orientation", Managerial},
			{"M.5", "Pelayanan Publik", "Public service", Managerial},
			{"M.6", "Pengembangan Diri dan Orang Lain", "Developing self and others", Managerial},
			{"M.7", "Mengelola Perubahan", "Managing change", Managerial},
			{"M.8", "Pengambilan Keputusan", "Decision making", Managerial},
			{"SK.1", "Perekat Bangsa", "National unity", SocioCultural},
		},
	}
}
