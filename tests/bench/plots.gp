# SPDX-License-Identifier: BSD-3-Clause
#
# Latency, bandwidth and message rate against the size of messages, as SVG and as PNG.
#
# Usage: gnuplot -e "results='RESULTS.CSV'; directory='DIR'; place='on the emulator'" plots.gp

set datafile separator ','
set datafile missing NaN

set logscale xy
set xlabel 'size of a message, bytes'
set xtics ('1' 1, '4' 4, '16' 16, '64' 64, '256' 256, '1 Ki' 1024, '4 Ki' 4096, '16 Ki' 16384, \
    '64 Ki' 65536, '256 Ki' 262144, '1 Mi' 1048576, '4 Mi' 4194304)
set xrange [0.8:5500000]
set grid xtics ytics linetype 1 linewidth 0.5 linecolor rgb '#dddddd'
set border linecolor rgb '#404040'

# Colours that differ in lightness as well, for those who cannot tell them apart otherwise.
set style line 1 linewidth 2 pointtype 6 pointsize 0.8 linecolor rgb '#7f7f7f'
set style line 2 linewidth 3 pointtype 7 pointsize 0.9 linecolor rgb '#b2182b'
set style line 3 linewidth 2 pointtype 5 pointsize 0.8 linecolor rgb '#2166ac'
set style line 4 linewidth 2 pointtype 9 pointsize 0.9 linecolor rgb '#d99a2b'

transports = 'raw mosix tcp vader'
array names[4] = ['raw mailbox, no MPI', 'btl mosix', 'btl tcp', \
    'btl vader (shared memory, not under mosrun)']

at(figure, transport) = strcol(1) eq figure && strcol(2) eq transport ? column(4) : NaN

do for [figure in 'latency bandwidth rate'] {
    if (figure eq 'latency') {
        title_text = 'One-way latency of 2 ranks'
        set ylabel 'microseconds'
        set key top left
    }
    if (figure eq 'bandwidth') {
        title_text = 'Bandwidth of 2 ranks, messages in flight'
        set ylabel 'MB/s'
        set key bottom right
    }
    if (figure eq 'rate') {
        title_text = 'Message rate of 2 ranks, up to 64 messages in flight'
        set ylabel 'messages per second'
        set key bottom left
    }
    set format y (figure eq 'latency' ? '%g' : figure eq 'rate' ? '10^{%T}' : '%g')
    set title title_text.', '.place font ',16'
    do for [kind in 'svg png'] {
        if (kind eq 'svg') {
            set terminal svg size 900,600 font 'DejaVu Sans,13' background rgb 'white'
        } else {
            set terminal pngcairo size 1350,900 font 'DejaVu Sans,13' fontscale 1.3 \
                background rgb 'white'
        }
        set output directory.'/'.figure.'.'.kind
        plot for [i = 1:4] results using (at(figure, word(transports, i))):6 \
            with linespoints linestyle i title names[i]
        unset output
    }
}
