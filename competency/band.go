package competency

// Band is one category of a percentage such as the job-person match.
type Band struct {
	From    float64 // the least percentage of the category
	Short   string  // abbreviation used on forms, "" where there is none
	Name    string  // Indonesian
	English string
}

// Bands are the categories of a percentage, in any order. They are plain data:
// an agency with thresholds of its own writes its own literal.
type Bands []Band

// Of returns the band with the greatest From that does not exceed percent; the
// lowest band if percent lies below all of them or is NaN; the zero Band if
// there are none.
func (b Bands) Of(percent float64) Band {
	var best, lowest Band
	var found bool
	for i, band := range b {
		if i == 0 || band.From < lowest.From {
			lowest = band
		}
		if band.From <= percent && (!found || band.From > best.From) {
			best, found = band, true
		}
	}
	if !found {
		return lowest
	}
	return best
}

// SelectionBands returns the categories of a job-person match in selection
// (seleksi): from 80 MS, from 68 MMS, below KMS. The caller owns the result.
func SelectionBands() Bands {
	return Bands{
		{From: 80, Short: "MS", Name: "memenuhi syarat", English: "meets the requirements"},
		{From: 68, Short: "MMS", Name: "masih memenuhi syarat", English: "still meets the requirements"},
		{From: 0, Short: "KMS", Name: "kurang memenuhi syarat", English: "falls short of the requirements"},
	}
}

// MappingBands returns the categories of a job-person match in competency
// mapping (pemetaan): from 90 optimal, from 78 fairly optimal, below less than
// optimal. The caller owns the result.
func MappingBands() Bands {
	return Bands{
		{From: 90, Name: "optimal", English: "optimal"},
		{From: 78, Name: "cukup optimal", English: "fairly optimal"},
		{From: 0, Name: "kurang optimal", English: "less than optimal"},
	}
}
