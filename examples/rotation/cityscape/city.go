package cityscape

import "github.com/mutasi-go/mutasi/competency"

// An agency (perangkat daerah) is a unit of the first level. Its posts belong
// to its divisions.
type agency struct {
	id, name  string
	divisions []division
}

// A division (sekretariat, bidang) is a unit of the second level.
type division struct {
	id, name string
	head     string // title of the head
	staff    string // title of the experts and the skilled
	clerk    string // title of the clerks
	// skills are the technical competencies of the standards, the main one first.
	skills [3]competency.ID
	// needs are the staff that the work of each rank takes, in hundredths; the
	// division has one head.
	needs [ranks]int
	// coverage is today's staff in per cent of the need.
	coverage int
	// strategic is the weight of the head's post, in tenths.
	strategic int
}

// A rank (jenjang) distinguishes the posts of a division.
type rank int

const (
	head rank = iota
	senior
	junior
	skilled
	clerk
	ranks = 5
)

// A grade is the place of a golongan in grades.
type grade int

// grades are the 17 golongan in ascending order.
var grades = [...]string{
	"I/a", "I/b", "I/c", "I/d", "II/a", "II/b", "II/c", "II/d",
	"III/a", "III/b", "III/c", "III/d", "IV/a", "IV/b", "IV/c", "IV/d", "IV/e",
}

// A ladder says what a rank asks.
type ladder struct {
	code        string
	title       string // %s is the title in the division
	least, most grade
	managerial  [9]competency.Level // of the competencies of ASN2017, in their order
	technical   [3]competency.Level
	// weights of a managerial or socio-cultural and of a technical line: the
	// nine and the three weigh 40:60 for juniors, 50:50 for seniors, 60:40 for
	// heads, the usual shares by functional rank (Pertama, Muda, Madya).
	managerialWeight, technicalWeight float64
}

var ladders = [ranks]ladder{
	{"KEPALA", "%s", 11, 13,
		[9]competency.Level{4, 4, 4, 4, 4, 4, 4, 5, 4}, [3]competency.Level{4, 3, 3}, 2, 4},
	{"MUDA", "%s Ahli Muda", 10, 12,
		[9]competency.Level{3, 3, 3, 3, 3, 3, 3, 3, 3}, [3]competency.Level{5, 4, 3}, 2, 6},
	{"PERTAMA", "%s Ahli Pertama", 8, 10,
		[9]competency.Level{3, 2, 2, 3, 3, 2, 2, 2, 2}, [3]competency.Level{4, 3, 3}, 2, 9},
	{"TERAMPIL", "%s Terampil", 6, 9,
		[9]competency.Level{2, 2, 2, 2, 2, 2, 1, 1, 2}, [3]competency.Level{4, 3, 2}, 2, 9},
	{"PELAKSANA", "%s", 4, 7,
		[9]competency.Level{2, 2, 1, 2, 2, 1, 1, 1, 2}, [3]competency.Level{3, 2, 2}, 2, 9},
}

// helpers is what the clerks' rank asks in a secretariat: the posts of golongan
// I, for which nobody is hired any more and of which there are fewer than people.
var helpers = ladder{"PRAMUBAKTI", "%s", 0, 3,
	[9]competency.Level{2, 2, 1, 1, 2, 1, 1, 1, 2}, [3]competency.Level{2, 1, 1}, 2, 9}

// rung returns what a rank asks in a division.
func (d *division) rung(r rank) *ladder {
	if r == clerk && d.secretariat() {
		return &helpers
	}
	return &ladders[r]
}

func (d *division) secretariat() bool { return d.id == "SEKRETARIAT" }

// Technical competencies. Their names are their IDs behind "T.".
const (
	planning    competency.ID = "T.Perencanaan"
	budgeting   competency.ID = "T.Anggaran"
	accounting  competency.ID = "T.Akuntansi"
	assets      competency.ID = "T.Aset"
	taxes       competency.ID = "T.Pajak"
	personnel   competency.ID = "T.Kepegawaian"
	training    competency.ID = "T.Diklat"
	archives    competency.ID = "T.Arsip"
	procurement competency.ID = "T.Pengadaan"
	law         competency.ID = "T.Hukum"
	statistics  competency.ID = "T.Statistik"
	computing   competency.ID = "T.TI"
	civil       competency.ID = "T.Sipil"
	spatial     competency.ID = "T.TataRuang"
	environment competency.ID = "T.Lingkungan"
	social      competency.ID = "T.Sosial"
	transport   competency.ID = "T.Transportasi"
	registry    competency.ID = "T.Adminduk"
)

// technical lists them in the order of the profiles.
var technical = [...]competency.ID{
	planning, budgeting, accounting, assets, taxes, personnel, training, archives, procurement,
	law, statistics, computing, civil, spatial, environment, social, transport, registry,
}

// mandatory are the competencies that a post which has them as its main skill
// asks for as an entry condition: those with a certificate.
var mandatory = map[competency.ID]bool{civil: true, accounting: true, computing: true}

// secretariat returns the division that every agency has.
func secretariat(third competency.ID, needs [ranks]int, coverage int) division {
	return division{"SEKRETARIAT", "Sekretariat [secretariat]", "Sekretaris", "Analis Keuangan dan Kepegawaian", "Pramubakti",
		[3]competency.ID{personnel, budgeting, third}, needs, coverage, 15}
}

// city lists the agencies. Needs sum to about as many as there are people.
var city = []agency{
	{"BAPPEDA", "Badan Perencanaan [planning]", []division{
		secretariat(archives, [ranks]int{100, 330, 800, 790, 410}, 141),
		{"EKONOMI", "Bidang Perencanaan Ekonomi [economy]", "Kepala Bidang Perencanaan Ekonomi", "Perencana", "Pengolah Data Perencanaan",
			[3]competency.ID{planning, statistics, budgeting}, [ranks]int{98, 690, 1330, 890, 710}, 129, 20},
		{"EVALUASI", "Bidang Evaluasi [evaluation]", "Kepala Bidang Evaluasi", "Statistisi", "Pengolah Data Statistik",
			[3]competency.ID{statistics, planning, law}, [ranks]int{95, 530, 1180, 1030, 660}, 148, 15},
	}},
	{"BKAD", "Badan Keuangan dan Aset [finance]", []division{
		secretariat(accounting, [ranks]int{103, 390, 910, 890, 480}, 122),
		{"ANGGARAN", "Bidang Anggaran [budget]", "Kepala Bidang Anggaran", "Analis Anggaran", "Pengadministrasi Anggaran",
			[3]competency.ID{budgeting, accounting, planning}, [ranks]int{104, 790, 1590, 1190, 990}, 96, 30},
		{"ASET", "Bidang Aset [assets]", "Kepala Bidang Aset", "Penata Laksana Barang", "Pengurus Barang",
			[3]competency.ID{assets, accounting, procurement}, [ranks]int{97, 550, 1220, 1680, 1280}, 118, 15},
	}},
	{"BAPENDA", "Badan Pendapatan [revenue]", []division{
		secretariat(computing, [ranks]int{98, 360, 840, 740, 440}, 108),
		{"PAJAK", "Bidang Pajak [taxes]", "Kepala Bidang Pajak", "Pemeriksa Pajak", "Pengadministrasi Pajak",
			[3]competency.ID{taxes, accounting, law}, [ranks]int{105, 810, 1940, 1850, 1610}, 73, 30},
		{"PENAGIHAN", "Bidang Penagihan [collection]", "Kepala Bidang Penagihan", "Juru Sita Pajak", "Petugas Penagihan",
			[3]competency.ID{taxes, law, statistics}, [ranks]int{96, 520, 1350, 1570, 1440}, 81, 20},
	}},
	{"BKPSDM", "Badan Kepegawaian [personnel]", []division{
		secretariat(law, [ranks]int{97, 300, 710, 690, 380}, 137),
		{"MUTASI", "Bidang Mutasi [transfers]", "Kepala Bidang Mutasi", "Analis SDM Aparatur", "Pengelola Kepegawaian",
			[3]competency.ID{personnel, law, statistics}, [ranks]int{102, 550, 1130, 910, 690}, 112, 30},
		{"DIKLAT", "Bidang Pelatihan [training]", "Kepala Bidang Pelatihan", "Widyaiswara", "Penyelenggara Diklat",
			[3]competency.ID{training, personnel, planning}, [ranks]int{95, 480, 970, 810, 600}, 144, 15},
	}},
	{"DUKCAPIL", "Dinas Dukcapil [civil registration]", []division{
		secretariat(archives, [ranks]int{99, 320, 750, 770, 430}, 92),
		{"PENDAFTARAN", "Bidang Pendaftaran [residents]", "Kepala Bidang Pendaftaran", "Administrator Database Kependudukan", "Operator Kependudukan",
			[3]competency.ID{registry, computing, archives}, [ranks]int{105, 580, 1690, 1980, 1910}, 62, 25},
		{"PENCATATAN", "Bidang Pencatatan Sipil [civil status]", "Kepala Bidang Pencatatan Sipil", "Penata Pencatatan Sipil", "Petugas Pencatatan Sipil",
			[3]competency.ID{registry, law, archives}, [ranks]int{104, 520, 1450, 1770, 1820}, 71, 15},
	}},
	{"PUPR", "Dinas Pekerjaan Umum [public works]", []division{
		secretariat(procurement, [ranks]int{104, 410, 940, 880, 530}, 104),
		{"JALAN", "Bidang Bina Marga [roads]", "Kepala Bidang Bina Marga", "Teknik Jalan dan Jembatan", "Pengawas Jalan",
			[3]competency.ID{civil, transport, procurement}, [ranks]int{105, 860, 1950, 1890, 1930}, 76, 30},
		{"TATARUANG", "Bidang Penataan Ruang [spatial planning]", "Kepala Bidang Penataan Ruang", "Penata Ruang", "Juru Ukur",
			[3]competency.ID{spatial, civil, law}, [ranks]int{98, 660, 1410, 1090, 790}, 88, 20},
	}},
	{"DLH", "Dinas Lingkungan Hidup [environment]", []division{
		secretariat(procurement, [ranks]int{97, 290, 740, 710, 470}, 115),
		{"SAMPAH", "Bidang Pengelolaan Sampah [waste]", "Kepala Bidang Pengelolaan Sampah", "Pengendali Dampak Lingkungan", "Pengawas Kebersihan",
			[3]competency.ID{environment, transport, procurement}, [ranks]int{104, 500, 1370, 1930, 1970}, 67, 20},
		{"PENGAWASAN", "Bidang Pengawasan [inspection]", "Kepala Bidang Pengawasan", "Pengawas Lingkungan Hidup", "Petugas Contoh Uji",
			[3]competency.ID{environment, law, statistics}, [ranks]int{96, 610, 1240, 1040, 770}, 84, 15},
	}},
	{"DINSOS", "Dinas Sosial [social affairs]", []division{
		secretariat(statistics, [ranks]int{96, 280, 690, 700, 460}, 126),
		{"REHABILITASI", "Bidang Rehabilitasi Sosial [rehabilitation]", "Kepala Bidang Rehabilitasi Sosial", "Pekerja Sosial", "Pendamping Sosial",
			[3]competency.ID{social, training, law}, [ranks]int{103, 650, 1600, 1790, 1510}, 69, 20},
		{"BANTUAN", "Bidang Jaminan Sosial [assistance]", "Kepala Bidang Jaminan Sosial", "Penyuluh Sosial", "Pengolah Data Bantuan",
			[3]competency.ID{social, statistics, budgeting}, [ranks]int{99, 480, 1300, 1240, 1170}, 79, 15},
	}},
	{"DISHUB", "Dinas Perhubungan [transport]", []division{
		secretariat(assets, [ranks]int{96, 300, 760, 790, 520}, 133),
		{"LALULINTAS", "Bidang Lalu Lintas [traffic]", "Kepala Bidang Lalu Lintas", "Penguji Lalu Lintas", "Petugas Lalu Lintas",
			[3]competency.ID{transport, law, civil}, [ranks]int{103, 580, 1380, 1690, 1660}, 121, 15},
		{"ANGKUTAN", "Bidang Angkutan [public transport]", "Kepala Bidang Angkutan", "Penguji Kendaraan Bermotor", "Petugas Terminal",
			[3]competency.ID{transport, planning, environment}, [ranks]int{97, 440, 1100, 1600, 1570}, 138, 15},
	}},
	{"DISKOMINFO", "Dinas Kominfo [informatics]", []division{
		secretariat(archives, [ranks]int{95, 290, 710, 660, 390}, 130),
		{"APTIKA", "Bidang Aplikasi [applications]", "Kepala Bidang Aplikasi", "Pranata Komputer", "Operator Komputer",
			[3]competency.ID{computing, statistics, procurement}, [ranks]int{105, 750, 1770, 1260, 860}, 86, 25},
		{"STATISTIK", "Bidang Statistik [statistics]", "Kepala Bidang Statistik", "Statistisi Sektoral", "Pengumpul Data",
			[3]competency.ID{statistics, computing, law}, [ranks]int{95, 510, 1080, 880, 640}, 123, 15},
	}},
}
