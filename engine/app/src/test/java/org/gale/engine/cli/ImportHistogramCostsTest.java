package org.gale.engine.cli;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Costs that follow from histograms of funclatency and bpftrace. All texts are invented. */
class ImportHistogramCostsTest extends ImportedCosts
{
    private static final String FUNCLATENCY = """
        Tracing 1 functions for "kvm_vgic_put"... Hit Ctrl-C to end.
        ^C
             nsecs               : count     distribution
               128 -> 255        : 0        |                                        |
               256 -> 511        : 30       |****************************************|
               512 -> 1023       : 10       |*************                           |

        avg = 400 nsecs, total: 16000 nsecs, count: 40

        Detaching...
        """;
    private static final String OF_TWO = """
        Tracing 2 functions for "kvm_vgic_*"... Hit Ctrl-C to end.
        ^C

        Function = b'kvm_vgic_put' [5501]
             nsecs               : count     distribution
               256 -> 511        : 3        |****************************************|

        Function = b'kvm_vgic_put' [5502]
             nsecs               : count     distribution
                 0 -> 1          : 0        |                                        |
                 2 -> 3          : 1        |****************************************|

        Function = kvm_vgic_load [5501]
             nsecs               : count     distribution
              1024 -> 2047       : 7        |****************************************|

        avg = 500 nsecs, total: 5500 nsecs, count: 11
        Detaching...
        """;
    private static final String BPFTRACE = """
        Attaching 5 probes...
        ^C

        @inside[5501]: 0
        @ns[kvm_vgic_load, ]:\s
        [256, 512)            10 |@@@@@                                               |
        [512, 1K)            100 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|
        [1K, 2K)               0 |                                                    |
        [2K, 4K)               1 |                                                    |

        @ns[kvm_vgic_load, its_make_vpe_resident]:\s
        [1K, 2K)              50 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|

        @start[5501]: 812345678901
        """;

    ImportHistogramCostsTest()
    {
        super("text.txt");
    }

    /**
     * Buckets begin at 256 and 512 ns, and are as wide. 30 x 256 + 10 x 512 = 12,800 ns of 40 calls is a mean of 320
     * ns, and the most is 640. The mean, 16,000 / 40 = 400, is a quarter of the way: 256 + 64 and 512 + 128.
     */
    @Test
    void shouldPlaceCallsInTheirBucketsByTheMean() throws IOException
    {
        final String yaml = imported(FUNCLATENCY);

        assertEquals("put: {list: [[320ns, 30], [640ns, 10]]}", costs(yaml));
        assertTrue(yaml.contains("  put: 'histogram of 40 calls of kvm_vgic_put, with a mean of 400.0 ns (buckets: " +
            "320.0 ns to 640.0 ns), with direct vCPUs, if any, funclatency text.txt'\n"), yaml);
    }

    /** Units of microseconds and milliseconds; the newer program prints no mean, so that the middle stands: 1.5 x. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "usecs|2 -> 3|[3us, 8]",
        "nsecs|1024 -> 2047|[1536ns, 8]",
        "nsecs|0 -> 1|[1ns, 8]",
        "msecs|0 -> 0|[500us, 8]",
    })
    void shouldReadTheUnitsOfAHistogramWithoutAMean(final String unit, final String bucket, final String item)
        throws IOException
    {
        final String yaml = imported("Tracing its_commit_vpe.  Hit Ctrl-C to exit\n^C\n" +
            "     " + unit + "               : count    distribution\n         " + bucket +
            "          : 8        |****************************************|\nExiting trace of its_commit_vpe\n");

        assertEquals("dirty: {list: [" + item + "]}", costs(yaml));
        assertTrue(yaml.contains("histogram of 8 calls of its_commit_vpe, each bucket as its middle: mean"), yaml);
    }

    /** Processes of one function are one cost: 1 call of [2, 4) and 3 of [256, 512), with their middles. */
    @Test
    void shouldReadHistogramsOfSeveralFunctions() throws IOException
    {
        assertEquals("put: {list: [[3ns, 1], [384ns, 3]]} load: {list: [[1536ns, 7]]}", costs(imported(OF_TWO)));
    }

    /**
     * K is 1,024: [1K, 2K) has its middle at 1,536 ns. The load's mean is (10 x 384 + 100 x 768 + 3,072) / 111 = 754.2.
     * The least is (2,560 + 51,200 + 2,048) / 111 = 502.8, and the most is twice as much.
     */
    @Test
    void shouldReadHistogramsOfBpftrace() throws IOException
    {
        final String yaml = imported(BPFTRACE);

        assertEquals("load: {list: [[384ns, 10], [768ns, 100], [3072ns, 1]]} load-direct: {list: [[1536ns, 50]]}",
            costs(yaml));
        assertTrue(yaml.contains("  load: 'histogram of 111 calls of kvm_vgic_load, each bucket as its middle: mean " +
            "754.2 ns (buckets: 502.8 ns to 1,005.5 ns), bpftrace text.txt'\n"), yaml);
        assertTrue(yaml.contains("of kvm_vgic_load with its_make_vpe_resident inside, each bucket as its middle: " +
            "mean 1,536.0 ns (buckets: 1,024.0 ns to 2,048.0 ns), with its_vpe_set_affinity inside, bpf"), yaml);
    }

    /** Names and units of maps, and linear buckets. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "@kvm_vgic_put_us|[1]|put: {list: [[1500ns, 4]]}",
        "@kvm_vgic_put_usecs|[2, 4)|put: {list: [[3us, 4]]}",
        "@us[kretprobe:kvm_vgic_put]|[0]|put: {list: [[500ns, 4]]}",
        "@time_ns[kvm_vgic_put]|[1000, 1100)|put: {list: [[1050ns, 4]]}",
        "@ns[kvm_arch_set_irq_inatomic]|[2K, 4K)|inject: {list: [[3072ns, 4]]}",
        "@ns[gic_handle_irq, vfio_msihandler]|[8K, 16K)|host-irq: {list: [[12288ns, 4]]}",
        "@ns[its_vpe_set_affinity, its_send_single_vcommand]|[64K, 128K)|vmovp: {list: [[98304ns, 4]]}",
        "@ns[kvm_vgic_put, its_make_vpe_non_resident]|[512K, 1M)|put-direct: {list: [[786432ns, 4]]}",
    })
    void shouldReadTheMapsOfBpftrace(final String map, final String bucket, final String costs) throws IOException
    {
        assertEquals(costs, costs(imported("Attached 2 probes\n" + map + ":\n" + bucket + "       4 |@@@@@@@@|\n")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, value = {
        "count: 40~count: 41~:8:1: the rows have 40 calls, and the count is 41 (is the text cut or changed?)",
        "30       |~-30       |~:5:1: '256 -> 511        : -30",
        "30       |~3x       |~:5:1: '256 -> 511        : 3x",
        "30       |~         |~:5:1: '256 -> 511        :",
        "128 -> 255~128 -> 127~:4:1: a bucket from 128 to 128 has no time",
        "512 -> 1023~600 -> 1023~:6:1: a bucket from 600 follows one to 512 (is a line missing?)",
        "avg = 400 nsecs~avg = 400 usecs~:8:1: the mean is in usecs, and the rows are in nsecs",
        "total: 16000 nsecs~total: 16000 msecs~:8:1: the mean is in nsecs, and the rows are in nsecs",
        "avg = 400~avg = 402~:8:1: a mean of 402 is not the total of 16000 divided by the count",
        "avg = 400 nsecs, total: 16000~avg = 700 nsecs, total: 28000~:3:1: the buckets have a mean from 320.0 ns",
        "Tracing 1 functions~Tracing 2 functions~:3:1: a histogram of no function, or of several",
        "Tracing 1~Trakking 1~:3:1: a histogram of no function, or of several (trace one, or use -F",
        "for \"kvm_vgic_put~for \"kvm_vgic_pud~:3:1: 'kvm_vgic_pud' is no function that bears a cost: did you mean 'k",
        "avg =~avg~:8:1: 'avg 400 nsecs, total: 16000 nsecs, count: 40' is no row of a histogram of funclatency",
        "      512 -> 1023~      512 -> 999999999999~:6:1: 10 calls may have taken 1,000,000,000,000 units of 1 ns",
        "30       |~99999999999999999999       |~:5:1: '256 -> 511        : 99999999999999999999",
    })
    void shouldRefuseAHistogramOfFunclatencyThatContradictsItself(
        final String from, final String to, final String message) throws IOException
    {
        assertTrue(FUNCLATENCY.contains(from), from);

        refuses(FUNCLATENCY.replace(from, to), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, value = {
        "@ns[kvm_vgic_load, ]~@time[kvm_vgic_load, ]~:5:1: '@time[kvm_vgic_load, ]:' does not say its unit",
        "@ns[kvm_vgic_load, ]~@ns~:5:1: '@ns:' does not say its function (give the map a key",
        "@ns[kvm_vgic_load, ]~@ns[kvm_vgic_laod, ]~:5:1: 'kvm_vgic_laod,' is no function that bears a cost: did you",
        "@ns[kvm_vgic_load, its_make~@ns[kvm_vgic_load, its_mike~:11:1: 'kvm_vgic_load, its_mike_vpe_resident' is no",
        "@ns[kvm_vgic_load, its_make_vpe_resident]~@us[kvm_vgic_load, ]~:11:1: kvm_vgic_load is in line 5, too (give",
        "[256, 512)            10~(..., 0)            10~:6:1: '(..., 0)            10 |@@@@@",
        "[2K, 4K)               1~[2K, ...)               1~:9:1: '[2K, ...)               1 |",
        "[1K, 2K)               0~[1K, 2K)               -1~:8:1: '[1K, 2K)               -1 |",
        "[1K, 2K)               0~[1K, 2~:8:1: '[1K, 2 |",
        "[1K, 2K)               0~[4K, 8K)               0~:8:1: a bucket from 4,096 follows one to 1,024 (is a line",
        "[1K, 2K)              50~[1G, 2G)              50~:12:1: 50 calls may have taken 2,147,483,648 units of 1 ns",
        "[1K, 2K)              50~[1K, 999T)      50~:12:1: 50 calls may have taken 1,098,412,116,148,224 units",
        "[1K, 2K)              50~[1K, 999999999T)    50~:12:1: 999999999T is no time (is the text changed?)",
        "[1K, 2K)              50~[1K, 2K)              0~:11:1: kvm_vgic_load with its_make_vpe_resident inside has",
        "[1K, 2K)              50~[1M, 2M)              50~:11:1: load-direct: histogram of 50 calls of kvm_vgic_load",
        "@start[5501]: 812345678901~     nsecs               : count     distribution~:14:1: a second output begins",
    })
    void shouldRefuseHistogramsOfBpftraceThatContradictThemselves(
        final String from, final String to, final String message) throws IOException
    {
        assertTrue(BPFTRACE.contains(from), from);

        refuses(BPFTRACE.replace(from, to), message);
    }

    @Test
    void shouldRefuseAHistogramThatIsCutOrComesAgain() throws IOException
    {
        refuses(FUNCLATENCY.substring(0, FUNCLATENCY.indexOf("avg")),
            ":7:1: ends before 'avg =' or 'Detaching...', the end of funclatency (give all of the text)");
        refuses(FUNCLATENCY.replace("Detaching...\n", FUNCLATENCY.substring(FUNCLATENCY.indexOf("     nsecs"))),
            ":10:1: a second histogram begins here (run it without -i)");
        refuses(OF_TWO.replace("5502", "5501"), ":9:1: kvm_vgic_put is in line 5, too (give one histogram of it)");
        refuses(OF_TWO.replace("[5501]\n     nsecs               : count     distribution\n      1024",
            "[5501]\n     usecs               : count     distribution\n      1024"),
            ":14:1: usecs follow nsecs (give a file for one run)");
        refuses(BPFTRACE.substring(0, BPFTRACE.indexOf("[512, 1K)")),
            ":5:1: no bar of kvm_vgic_load is full, as that of the most calls is (is the text cut?)");
    }

    /** A function alone and one that it stands in for: both give one cost, and the exact one is taken. */
    @Test
    void shouldRefuseTwoFunctionsThatGiveOneCost() throws IOException
    {
        final String bucket = ":\n[1]     4 |@@@@@@@@|\n";

        assertEquals("dirty: {list: [[1500ns, 4]]}",
            costs(imported("@ns[vgic_v4_commit]" + bucket + "@us[its_commit_vpe]" + bucket)));
        refuses("@ns[kvm_vgic_inject_irq]" + bucket + "@ns[vgic_its_inject_msi]" + bucket, ":3:1: inject is given by " +
            "vgic_its_inject_msi, and by kvm_vgic_inject_irq of line 1, too (record one of them)");
    }
}
