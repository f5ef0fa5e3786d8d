package org.gale.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Random;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Costs that follow from function graphs of a host's kernel. All texts are invented. */
class ImportGraphCostsTest extends ImportedCosts
{
    /** Graph of {@code trace-cmd report}: a direct load with a move, next to a put on another CPU. */
    private static final String REPORT = """
        version = 6
        CPU 3 is empty
        cpus=4
               CPU 0/KVM-5501  [001]   812.000100: funcgraph_entry:                   |  kvm_vgic_load() {
               CPU 0/KVM-5501  [001]   812.000101: funcgraph_entry:                   |    its_vpe_set_affinity() {
               CPU 0/KVM-5501  [001]   812.000101: funcgraph_entry:        0.900 us   |      its_send_single_vcommand();
               CPU 1/KVM-5502  [002] d..2.   812.000101: funcgraph_entry:        0.400 us   |  kvm_vgic_put();
               CPU 0/KVM-5501  [001]   812.000102: funcgraph_exit:         1.100 us   |    }
               CPU 0/KVM-5501  [001]   812.000102: funcgraph_entry:        0.700 us   |    its_make_vpe_resident();
               CPU 0/KVM-5501  [001]   812.000103: funcgraph_exit:         3.100 us   |  }
        """;
    private static final String LOAD = """
        # tracer: function_graph
         0)               |  kvm_vgic_load() {
         0)   0.541 us    |    vgic_v3_load();
         0)   2.000 us    |  }
        """;

    ImportGraphCostsTest()
    {
        super("graph.txt");
    }

    /** The load took 3,100 ns with a move of 1,100 ns inside, which is another cost: 3,100 - 1,100 = 2,000 ns. */
    @Test
    void shouldReadAReportOfTraceCmd() throws IOException
    {
        final String yaml = imported(REPORT);

        assertEquals("put: {list: [[400ns, 1]]} load-direct: {list: [[2us, 1]]} vmovp: {list: [[1100ns, 1]]}",
            costs(yaml));
        assertTrue(yaml.contains("  load-direct: 'mean 2,000.0 ns of 1 call of kvm_vgic_load with " +
            "its_make_vpe_resident inside, in 1 of them less the time of another cost, with the tracer''s own time, " +
            "function graph graph.txt'\n"), yaml);
        assertTrue(yaml.contains("  put: 'mean 400.0 ns of 1 call of kvm_vgic_put, with direct vCPUs, if any: " +
            "its_make_vpe_non_resident was not recorded, with"), yaml);
        assertTrue(out.toString().contains("  assumed    signal, exit, enter, host-irq, inject, kick, poll, " +
            "schedule, load, put-direct, dirty, trap, eoi"), out.toString());
    }

    /** The first load was interrupted for 1,000 ns of its 2,000; the last one ends behind the switch, and is cut. */
    @Test
    void shouldReadTheFileOfTheKernel() throws IOException
    {
        final String yaml = imported("""
            # tracer: function_graph
            #
            # CPU  DURATION                  FUNCTION CALLS
            # |     |   |                     |   |   |   |
             0)               |  kvm_vgic_load() {
             0)   0.541 us    |    vgic_v3_load();
             1) + 10.300 us   |  kvm_vgic_put [kvm]();
             0)   ==========> |
             0)               |    gic_handle_irq() {
             0)               |      /* irq_handler_entry: irq=86 name=mmc1 */
             0)   1.000 us    |    }
             0)   <========== |
             0)   2.000 us    |  } /* kvm_vgic_load */
             0)               |  kvm_vgic_load() {
             ------------------------------------------
             0)  CPU 0/K-5501  =>    <idle>-0\s\s\s
             ------------------------------------------

             0) ! 100.700 us  |  kvm_vgic_load();
             0)   5.000 us    |  }
            """);

        assertEquals("host-irq: {list: [[1us, 1]]} put: {list: [[10300ns, 1]]} " +
            "load: {list: [[1us, 1], [100700ns, 1]]}", costs(yaml));
        assertTrue(yaml.contains("mean 50,850.0 ns of 2 calls of kvm_vgic_load, in 1 of them less the time of " +
            "another cost, with direct vCPUs, if any: its_make_vpe_resident was not recorded, 1 more were cut"), yaml);
        assertTrue(yaml.contains("of gic_handle_irq, with kvm_arch_set_irq_inatomic inside, which was not recorded, " +
            "with the tracer''s own time, every interrupt of the host, function"), yaml);
    }

    /** Columns of the process and of flags; a thread that moves in a call. Lost events cut the calls of one CPU. */
    @Test
    void shouldFollowThreadsAndLosses() throws IOException
    {
        final String yaml = imported("""
             500.100000 |   0)    CPU 0/K-55    |               |  kvm_vgic_load() {
             500.100001 |   1)    CPU 1/K-56    | d..1. |               |  kvm_vgic_load() {
             500.100002 |   2)    CPU 0/K-55    |   0.100 us    |    vgic_v3_load();
            CPU:1 [LOST 4821 EVENTS]
             500.100003 |   2)    CPU 0/K-55    |   0.300 us    |  }
             500.100004 |   1)    CPU 1/K-56    |   9.000 us    |  }
            """);

        assertEquals("load: {list: [[300ns, 1]]}", costs(yaml));
        assertTrue(yaml.contains("1 more were cut"), yaml);
    }

    /**
     * Doorbells and forwarded interrupts are one cost: 12,345 - 600 of the injection, and 2,000. The tick is none of
     * them. The injection's 600 ns contain a kick of 150.
     */
    @Test
    void shouldTakeWhatWasInjectedOrRung() throws IOException
    {
        final String yaml = imported("""
            <idle>-0  [002]   812.000110: funcgraph_entry:                   |  gic_handle_irq() {
            <idle>-0  [002]   812.000110: funcgraph_entry:                   |    vfio_msihandler() {
            <idle>-0  [002]   812.000110: funcgraph_entry:                   |      kvm_arch_set_irq_inatomic() {
            <idle>-0  [002]   812.000110: funcgraph_entry:        0.150 us   |        __kvm_vcpu_kick();
            <idle>-0  [002]   812.000110: funcgraph_exit:         0.600 us   |      }
            <idle>-0  [002]   812.000110: funcgraph_exit:         1.500 us   |    }
            <idle>-0  [002]   812.000110: funcgraph_exit:       + 12.345 us  |  }
            <idle>-0  [002]   812.000120: funcgraph_entry:        9.000 us   |  gic_handle_irq();
            <idle>-0  [003]   812.000120: funcgraph_entry:                   |  gic_handle_irq() {
            <idle>-0  [003]   812.000120: irq_handler_entry:    irq=24 name=vcpu
            <idle>-0  [003]   812.000120: funcgraph_entry:        1.000 us   |    vgic_v4_doorbell_handler();
            <idle>-0  [003]   812.000120: funcgraph_exit:         2.000 us   |  }
            """);

        assertEquals("host-irq: {list: [[2us, 1], [11745ns, 1]]} inject: {list: [[450ns, 1]]}", costs(yaml));
        assertTrue(yaml.contains("  host-irq: 'mean 6,872.5 ns of 2 calls of gic_handle_irq with vfio_msihandler " +
            "inside, gic_handle_irq with vgic_v4_doorbell_handler inside, in 1 of them less the time of " +
            "another cost, with the tracer''s own time, calls without it left out, function graph graph.txt'\n"), yaml);
    }

    /** Functions that stand in for others say what differs, and give way to them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "vgic_v4_load|load-direct|without the rest of kvm_vgic_load",
        "vgic_v4_put|put-direct|without the rest of kvm_vgic_put",
        "its_vpe_set_affinity|vmovp|calls that move nothing may be among them",
        "vgic_v4_commit|dirty|calls that wait for nothing are among them",
        "its_commit_vpe|dirty|with the tracer''s own time, function graph",
        "vgic_its_inject_msi.isra.0|inject|with kvm_vcpu_kick inside, which was not recorded",
    })
    void shouldTakeAFunctionAlone(final String function, final String cost, final String difference)
        throws IOException
    {
        final String yaml = imported(" 3)   0.250 us    |  " + function + "();\n");

        assertEquals(cost + ": {list: [[250ns, 1]]}", costs(yaml));
        assertTrue(yaml.contains(difference), yaml);
    }

    /** Calls of which each generated one says what it adds to a cost: what is read has to be the same. */
    @ParameterizedTest
    @EnumSource(DrawnGraph.Form.class)
    void shouldFindTheTimesOfDrawnCalls(final DrawnGraph.Form form) throws IOException
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            final DrawnGraph graph = new DrawnGraph(new Random(seed), 60);

            final String yaml = imported(graph.text(form));

            assertEquals(graph.costs(), costs(yaml), "seed " + seed);
        }
    }

    /** Loads of 1 to 12,000 ns have a mean of 6,000.5 ns, and so has the list; each time is rounded to whole ns. */
    @Test
    void shouldKeepTheMeanOfManyTimes() throws IOException
    {
        final StringBuilder text = new StringBuilder();
        for (int ns = 1; ns <= 12_000; ns++)
        {
            text.append(String.format(Locale.ROOT, " 0)   %d.%03d us    |  kvm_vgic_load();%n",
                ns / 1_000, ns % 1_000));
        }

        final String yaml = imported(text.toString());

        final String[] items = yaml.substring(yaml.indexOf("[[") + 2, yaml.indexOf("]]")).split("\\], \\[", -1);
        double sum = 0;
        long count = 0;
        for (final String item : items)
        {
            final String[] parts = item.split(", ", -1);
            final double ns = parts[0].endsWith("us") ? 1_000 * Double.parseDouble(parts[0].replace("us", "")) :
                Double.parseDouble(parts[0].replace("ns", ""));
            sum += ns * Long.parseLong(parts[1]);
            count += Long.parseLong(parts[1]);
        }
        assertEquals(64, items.length);
        assertEquals(12_000, count);
        assertEquals(6_000.5, sum / count, 0.5);
        assertTrue(yaml.contains("load: 'mean 6,000.5 ns of 12,000 calls of kvm_vgic_load"), yaml);
        assertTrue(yaml.contains(", 12,000 times as 64, function graph"), yaml);
    }

    /** Texts that contradict themselves or are cut, each with its message and line. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, value = {
        "0.541 us    ~-0.541 us    ~:3:1: '-0.541 us' is no time of a function graph, as 1.234 us is",
        "0.541 us    ~0.541 ms    ~:3:1: '0.541 ms' is no time of a function graph",
        "0.541 us    ~0,541 us    ~:3:1: '0,541' has a decimal comma",
        "0.541 us    ~xx us    ~:3:1: 'xx us' is no time of a function graph",
        "  0.541 us    ~! 0.541 us    ~:3:1: '! 0.541 us': ! stands for more than 100 us",
        "  0.541 us    ~+ 9.999 us    ~:3:1: '+ 9.999 us': + stands for more than 10 us",
        "  0.541 us    ~* 1000.541 us ~:3:1: '* 1000.541 us': * stands for more than 10000 us",
        "0.541 us    ~            ~:3:1: 'vgic_v3_load();' has no time",
        "0.541 us    ~2.541 us    ~:4:1: kvm_vgic_load took 2,000.0 ns, and the calls inside 2,541.0 ns",
        "0.541 us    ~99999999999999 us~:3:1: '99999999999999 us' is no time",
        "0)               |  kvm~0)   1.000 us    |  kvm~:2:1: 'kvm_vgic_load() {' begins, and has a time, 1.000 us",
        "vgic_v3_load();~vgic_v3_l~:3:1: 'vgic_v3_l' is no call of a function graph (is it cut or changed?)",
        "    vgic_v3_load~  vgic_v3_load~:3:1: vgic_v3_load is no deeper than kvm_vgic_load of line 2, which has",
        "  }~    }~:4:1: ends another call, and the last that began is kvm_vgic_load of line 2",
        "  }~  } /* kvm_vgic_put */~:4:1: ends kvm_vgic_put, and the last that began is kvm_vgic_load of line 2",
        "2.000 us    ~2000001.000 us ~:2:1: kvm_vgic_load took 2,000,001,000.0 ns, and the most of a cost is 1 s",
        "2.000 us    ~5000.000 us ~:2:1: load: mean 5,000,000.0 ns of 1 call of kvm_vgic_load",
        " 0)   2.000~hello 0)   2.000~:4:1: 'hello 0)   2.000 us",
        "2.000 us    |  }~2.0~:4:1: '2.0' has no bar after its time (is it cut or changed?)",
        "2.000 us    |  }~2.0 us | ~:4:1: '' is no call of a function graph (is it cut or changed?)",
        "kvm_vgic_load~foo~: has no whole call of a function that bears a cost (costs.md lists them)",
        "2.000 us    |  }~# Histogram~:5:1: a second output begins here",
    })
    void shouldRefuseAGraphThatContradictsItself(final String from, final String to, final String message)
        throws IOException
    {
        assertTrue(LOAD.contains(from), from);

        refuses(LOAD.replace(from, to.equals("# Histogram") ? "2.000 us    |  }\n# Histogram" : to), message);
    }

    /** Comments of options: what a function returned, and its caller. */
    @ParameterizedTest
    @ValueSource(strings = {"", " /* kvm_vgic_load */", " /* kvm_vgic_load = 0x0 */", " /* kvm_vgic_load ret=0x0 */",
        " /* ret=0x0 */", " /* = 0x0 */", " /* kvm_vgic_load() */", " /* kvm_vgic_load [kvm] */"})
    void shouldReadTheCommentsOfOptions(final String comment) throws IOException
    {
        assertEquals("load: {list: [[2us, 1]]}", costs(imported(LOAD.replace("  }", "  }" + comment)
            .replace("vgic_v3_load();", "vgic_v3_load(vcpu=0xffff000012345678, n=1); /* <-kvm_vgic_load ret=0x0 */")
            .replace("load() {", "load(vcpu=0xffff000012345678) { /* <-kvm_arch_vcpu_load */"))));
    }

    @Test
    void shouldRefuseAReportOfHostAndGuest() throws IOException
    {
        refuses(REPORT.replace("       CPU 1/KVM", "guest.dat: CPU 1/KVM"),
            ":7:1: is of guest.dat, one of several machines (give trace-cmd report the file of the host alone)");
    }

    @Test
    void shouldRefuseALineOfManyMebibytes() throws IOException
    {
        refuses(LOAD + " 0)               |  " + "a(".repeat(1 << 22),
            ":5:1: a line of 8,388,629 characters is of no such program (the most is 4,096)");
    }

    @Test
    void shouldRefuseTwoFunctionsThatGiveOneCost() throws IOException
    {
        refuses(LOAD + """
             1)   0.100 us    |  vgic_its_inject_msi();
             1)   0.100 us    |  kvm_vgic_inject_irq();
            """, ":6:1: inject is given by kvm_vgic_inject_irq, and by vgic_its_inject_msi of line 5, too (record one");
    }

    @Test
    void shouldRefuseTwoTextsThatGiveOneCostUnlessOneIsPreferred() throws IOException
    {
        final String a = Files.writeString(directory.resolve("a"), LOAD).toString();
        final String b = Files.writeString(directory.resolve("b"), LOAD.replace("2.0", "7.0")).toString();

        assertEquals(ExitCode.USAGE, gale("import", "costs", a, b, "-o", path("made.yaml")));
        assertEquals("gale import: " + b + ":2:1: load is given by " + a + ", too (--prefer " + b +
            " takes this one)", err.toString().strip());
        assertEquals(ExitCode.OK, gale("import", "costs", a, b, "-o", path("made.yaml"), "--prefer", b));
        assertTrue(Files.readString(directory.resolve("made.yaml")).contains("  load: {list: [[7us, 1]]}"));
    }
}
