package cityscape

import (
	"time"

	"github.com/mutasi-go/mutasi/competency"
	"github.com/mutasi-go/mutasi/workload"
)

// A task is what an activity is made of: a name and its norm time in minutes, a
// multiple of 15.
type task struct {
	name    string
	minutes int
}

var leading = [...]task{
	{"Memimpin rapat bidang", 120}, {"Menyusun rencana kerja tahunan", 960},
	{"Menilai kinerja bawahan", 180}, {"Koordinasi lintas perangkat daerah", 240},
}

// tasks of each technical competency: the expert's, then the routine one.
var tasks = map[competency.ID][2]task{
	planning:    {{"Menyusun dokumen perencanaan", 1440}, {"Verifikasi usulan kegiatan", 90}},
	budgeting:   {{"Menyusun rencana kerja dan anggaran", 960}, {"Verifikasi usulan anggaran", 60}},
	accounting:  {{"Menyusun laporan keuangan", 1200}, {"Pencatatan transaksi", 15}},
	assets:      {{"Inventarisasi aset", 480}, {"Pemutakhiran kartu barang", 30}},
	taxes:       {{"Pemeriksaan wajib pajak", 720}, {"Penerbitan surat ketetapan", 45}},
	personnel:   {{"Analisis jabatan", 600}, {"Pemrosesan kenaikan pangkat", 75}},
	training:    {{"Menyusun kurikulum pelatihan", 1800}, {"Penyelenggaraan kelas", 360}},
	archives:    {{"Penyusutan arsip", 240}, {"Pemberkasan arsip", 30}},
	procurement: {{"Menyusun dokumen pengadaan", 720}, {"Pemeriksaan penawaran", 120}},
	law:         {{"Menyusun rancangan peraturan", 2400}, {"Telaah hukum", 180}},
	statistics:  {{"Survei dan analisis data", 1680}, {"Pengolahan kuesioner", 30}},
	computing:   {{"Pengembangan aplikasi", 2880}, {"Pelayanan gangguan", 60}},
	civil:       {{"Perencanaan teknis", 1920}, {"Pengawasan pekerjaan lapangan", 240}},
	spatial:     {{"Menyusun rencana rinci tata ruang", 2160}, {"Pengukuran bidang tanah", 180}},
	environment: {{"Penilaian dokumen lingkungan", 960}, {"Pengambilan contoh uji", 90}},
	social:      {{"Asesmen keluarga", 300}, {"Kunjungan rumah", 120}},
	transport:   {{"Analisis lalu lintas", 1080}, {"Pemeriksaan kendaraan", 45}},
	registry:    {{"Verifikasi pencatatan", 60}, {"Penerbitan dokumen kependudukan", 15}},
}

var helping = [...]task{{"Menyiapkan ruang rapat", 45}, {"Mengantar surat", 30}, {"Kebersihan kantor", 90}}

// paperwork fills the year up to a whole hundredth of a need.
var paperwork = task{"Surat-menyurat dan pelaporan", 15}

// activities returns the work of a post in a year whose need is the given
// number of hundredths: their norms are multiples of 15 minutes, and so is a
// hundredth of 1250 hours.
func (d *division) activities(r *random, k rank, hundredths int) []workload.Activity {
	var list []task
	switch {
	case k == head:
		list = leading[:]
	case d.rung(k) == &helpers:
		list = helping[:]
	default:
		for i, skill := range d.skills {
			expert, routine := tasks[skill][0], tasks[skill][1]
			if k <= junior && i < 2 || k == skilled && i == 0 {
				list = append(list, expert)
			}
			list = append(list, routine)
		}
	}
	const hundredth = 75_000 / 100
	rest := hundredths * hundredth
	var activities []workload.Activity
	for _, t := range list {
		volume := hundredths * hundredth * r.between(70, 100) / 100 / len(list) / t.minutes
		activities = append(activities, activity(t, volume))
		rest -= volume * t.minutes
	}
	return append(activities, activity(paperwork, rest/paperwork.minutes))
}

func activity(t task, volume int) workload.Activity {
	return workload.Activity{Name: t.name, Volume: float64(volume), Norm: time.Duration(t.minutes) * time.Minute}
}
