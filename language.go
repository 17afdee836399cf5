package mutasi

// Language is a language in which reports and sentences are written. It decides words
// and number formats; names stay as they are in the data.
type Language int

const (
	English    Language = iota // English
	Indonesian                 // Indonesian (bahasa Indonesia)
)

// String returns the code of the language, "en" or "id", and "" for another value.
func (l Language) String() string {
	switch l {
	case English:
		return "en"
	case Indonesian:
		return "id"
	}
	return ""
}
