package org.gale.engine.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.TerminationSignals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of texts as people have them: what becomes one event, what is refused, and what is counted by its form. */
class ImportFormsTest
{
    private static final String HEAD = "time,cpu,vector,service\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldMakeOneEventOfTheHandlersOfALine() throws IOException
    {
        assertImport("""
            t-1 [000] 1.000001: irq_handler_entry: irq=9 name=acpi
            t-1 [000] 1.000002: irq_handler_exit: irq=9 ret=unhandled
            t-1 [000] 1.000003: irq_handler_entry: irq=9 name=i801_smbus
            t-1 [000] 1.000007: irq_handler_exit: irq=9 ret=handled
            t-1 [000] 1.000101: irq_handler_entry: irq=9 name=acpi
            t-1 [000] 1.000102: irq_handler_exit: irq=9 ret=handled
            t-1 [000] 1.000103: irq_handler_entry: irq=9 name=i801_smbus
            t-1 [000] 1.000104: irq_handler_exit: irq=9 ret=unhandled
            """, """
            1000001000,0,i801_smbus,6000
            1000101000,0,acpi,3000
            """);
    }

    @Test
    void shouldNameAnEventAfterItsLineWhereSeveralHandlersOrNoneHandledIt() throws IOException
    {
        assertImport("""
            t-1 [000] 1.000001: irq_handler_entry: irq=16 name=usb1
            t-1 [000] 1.000002: irq_handler_exit: irq=16 ret=handled
            t-1 [000] 1.000003: irq_handler_entry: irq=16 name=snd
            t-1 [000] 1.000004: irq_handler_exit: irq=16 ret=handled
            t-1 [000] 1.000101: irq_handler_entry: irq=16 name=usb1
            t-1 [000] 1.000102: irq_handler_exit: irq=16 ret=unhandled
            t-1 [000] 1.000103: irq_handler_entry: irq=16 name=snd
            t-1 [000] 1.000105: irq_handler_exit: irq=16 ret=unhandled
            """, """
            1000001000,0,irq16,3000
            1000101000,0,irq16,4000
            """);
    }

    @Test
    void shouldNotJoinHandlersOfALineOnTwoCpusOrBesideAnotherInterrupt() throws IOException
    {
        assertImport("""
            t-1 [000] 1.000001: irq_handler_entry: irq=16 name=usb1
            t-1 [001] 1.000002: irq_handler_entry: irq=16 name=snd
            t-1 [000] 1.000003: irq_handler_exit: irq=16 ret=handled
            t-1 [001] 1.000004: irq_handler_exit: irq=16 ret=handled
            t-1 [000] 1.000005: irq_handler_entry: irq=20 name=net
            t-1 [000] 1.000006: irq_handler_exit: irq=20 ret=handled
            t-1 [000] 1.000007: irq_handler_entry: irq=16 name=snd
            t-1 [000] 1.000008: irq_handler_exit: irq=16 ret=handled
            """, """
            1000001000,0,usb1,2000
            1000002000,1,snd,2000
            1000005000,0,net,1000
            1000007000,0,snd,1000
            """);
    }

    @Test
    void shouldEndAnEventOfALineWhereTheNextHandlerBeginsOverAMillisecondLater() throws IOException
    {
        assertImport("""
            t-1 [000] 1.000001: irq_handler_entry: irq=16 name=old
            t-1 [000] 1.000002: irq_handler_exit: irq=16 ret=handled
            t-1 [000] 2.000001: irq_handler_entry: irq=16 name=new
            t-1 [000] 2.000002: irq_handler_exit: irq=16 ret=handled
            """, """
            1000001000,0,old,1000
            2000001000,0,new,1000
            """);
    }

    @Test
    void shouldMakeOneIpiOfALineAndTheEventWithinIt() throws IOException
    {
        assertImport("""
            t-1 [001] 1.000001: irq_handler_entry: irq=1 name=IPI
            t-1 [001] 1.000002: ipi_entry: (Rescheduling interrupts)
            t-1 [001] 1.000003: ipi_exit: (Rescheduling interrupts)
            t-1 [001] 1.000004: irq_handler_exit: irq=1 ret=handled
            """, "1000001000,1,IPI,3000\n");
        assertTrue(err.toString().contains("ipi of a line      2"), err.toString());
    }

    @Test
    void shouldKeepIpisThatNoLineHolds() throws IOException
    {
        assertImport("""
            t-1 [001] 1.000001: irq_handler_entry: irq=7 name=disk
            t-1 [001] 1.000002: ipi_entry: (Function call interrupts)
            t-1 [001] 1.000003: ipi_exit: (Function call interrupts)
            t-1 [001] 1.000004: irq_handler_exit: irq=7 ret=handled
            t-1 [002] 1.000005: ipi_entry: (Rescheduling interrupts)
            t-1 [002] 1.000009: ipi_exit: (Rescheduling interrupts)
            """, """
            1000001000,1,disk,3000
            1000002000,1,ipi,1000
            1000005000,2,ipi,4000
            """);
        assertEquals(ExitCode.OK, gale("import", "ftrace", path("a"), "-o", path("t")));
        gale("trace", "describe", path("t"), "--json");
        assertTrue(out.toString().contains("\"kind\" : \"ipi\""), out.toString());
    }

    @Test
    void shouldRefuseTheEventsOfSeveralMachines() throws IOException
    {
        assertRefused("""
             host.dat:   t-1 [001] 7.000100: irq_handler_entry: irq=24 name=nvme0q1
            guest.dat:   t-1 [001] 7.000104: irq_handler_entry: irq=24 name=disk
            """, "events of several machines: host.dat, guest.dat (choose one: --source host.dat)");
        assertRefused("""
            /tmp/a.dat: CPU:1 [EVENTS DROPPED]
            /tmp/b.dat: t-1 [001] 7.000104: irq_handler_entry: irq=24 name=disk
            """, "/tmp/a.dat, /tmp/b.dat");
        assertRefused("""
            a.dat: t-1 [001] 7.000104: sched_switch: x
            b.dat: t-1 [001] 7.000104: irq_handler_entry: irq=24 name=disk
            c.dat: t-1 [001] 7.000104: irq_handler_entry: irq=24 name=disk
            """, "a.dat, b.dat, c.dat");
    }

    @Test
    void shouldReadTheMachineThatIsChosen() throws IOException
    {
        final String text = """
             host.dat:   t-1 [001] 7.000100: irq_handler_entry: irq=24 name=nvme0q1
            guest.dat:   t-1 [001] 7.000104: irq_handler_entry: irq=24 name=disk
            guest.dat: CPU:1 [EVENTS DROPPED]
             host.dat:   t-1 [001] 7.000108: irq_handler_exit:  irq=24 ret=handled
            """;
        assertImport(text, "7000100000,1,nvme0q1,8000\n", "--source", "host.dat");
        assertImport(text, "7000104000,1,disk,\n", "--source", "guest.dat");

        assertEquals(ExitCode.USAGE, gale("import", "ftrace", path("a"), "-o", "-", "--source", "other.dat"));
        assertTrue(err.toString().contains("--source other.dat: no line is of it (the text has host.dat, guest.dat)"),
            err.toString());
    }

    @Test
    void shouldTakeAColonInTheNameOfATaskForNoMachine() throws IOException
    {
        assertImport("""
            tmux: server-12 [001] 7.000100: irq_handler_entry: irq=24 name=nvme0q1
            bash-13 [001] 7.000102: irq_handler_exit: irq=24 ret=handled
            tmux: client-14 [001] 7.000200: irq_handler_entry: irq=24 name=nvme0q1
            """, """
            7000100000,1,nvme0q1,2000
            7000200000,1,nvme0q1,
            """);
    }

    @Test
    void shouldRefuseAHostThatHandlesAndInjectsInterruptsUnlessOneIsChosen() throws IOException
    {
        final String text = """
            t-1 [001] 7.000100: irq_handler_entry: irq=24 name=nvme0q1
            t-1 [001] 7.000108: irq_handler_exit: irq=24 ret=handled
            CPU 0/KVM-5501 [010] d..3 9.000100: vgic_update_irq_pending: VCPU: 2, IRQ 8193, level: 1
            """;
        assertRefused(text, "choose one: --source handlers or --source injected");
        assertImport(text, "7000100000,1,nvme0q1,8000\n", "--source", "handlers");
        assertImport(text, "9000100000,2,irq8193,\n", "--source", "injected");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "        ffffffff800c1f20 frame_a+0x110 ([kernel.kallsyms])", "            7f1d2a main (/usr/bin/x)",
        " => handle_irq_event", "=> <ffffffff8106c2ba>", "t-1 [000] 1.000003: <stack trace>",
        "\t0000000000401136 [unknown] (inlined)"})
    void shouldCountCallChainsApart(final String chain) throws IOException
    {
        assertImport("t-1 [000] 1.000001: irq_handler_entry: irq=9 name=acpi\n" + chain + "\nwhat is this\n",
            "1000001000,0,acpi,\n");

        assertTrue(err.toString().contains("call chain         1\n    line 2: "), err.toString());
        assertTrue(err.toString().contains("not understood     1\n    line 3: what is this"), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"deadbeef", "beef main", "12 34", "stack trace", "=>x"})
    void shouldNotTakeOtherLinesForCallChains(final String line) throws IOException
    {
        assertImport("t-1 [000] 1.000001: irq_handler_entry: irq=9 name=acpi\n" + line + '\n', "1000001000,0,acpi,\n");

        assertFalse(err.toString().contains("call chain"), err.toString());
        assertTrue(err.toString().contains("not understood     1"), err.toString());
    }

    @Test
    void shouldGiveVectorsOfOneNameDistinctNames() throws IOException
    {
        assertImport("""
            t-1 [000] 1.000001: irq_handler_entry: irq=24 name=eth0
            t-1 [001] 1.000002: irq_handler_entry: irq=25 name=eth0
            t-1 [002] 1.000003: irq_handler_entry: irq=26 name=eth0@25
            t-1 [003] 1.000004: irq_handler_entry: irq=25 name=eth0
            """, """
            1000001000,0,eth0,
            1000002000,1,eth0@25,
            1000003000,2,eth0@25@26,
            1000004000,3,eth0@25,
            """);
        assertImport("""
            t-1 [000] 1.000001: irq_handler_entry: irq=26 name=eth0@25
            t-1 [001] 1.000002: irq_handler_entry: irq=24 name=eth0
            t-1 [002] 1.000003: irq_handler_entry: irq=25 name=eth0
            """, """
            1000001000,0,eth0@25,
            1000002000,1,eth0,
            1000003000,2,eth0@25#2,
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CPU:0 [LOST 12 EVENTS]", "CPU:0 [EVENTS DROPPED]", "CPU:0 [7 EVENTS DROPPED]",
        "perf 9 [000] 1.000002: PERF_RECORD_LOST lost 123", "perf 9 [000] 1.000002: PERF_RECORD_LOST_SAMPLES lost 3"})
    void shouldEndWhatWasOpenOnACpuWhereItsEventsWereLost(final String lost) throws IOException
    {
        assertImport("t-1 [000] 1.000001: irq_handler_entry: irq=24 name=eth0\n" +
            "t-1 [001] 1.000001: irq_handler_entry: irq=25 name=eth1\n" + lost + '\n' +
            "t-1 [000] 1.000009: irq_handler_exit: irq=24 ret=handled\n" +
            "t-1 [001] 1.000009: irq_handler_exit: irq=25 ret=handled\n", """
            1000001000,0,eth0,
            1000001000,1,eth1,8000
            """);
        assertTrue(err.toString().contains("lost events        1"), err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "t-1 [001] d.h.. 123456789: irq_handler_entry: irq=9 name=a | line 1: a stamp without a decimal point",
        "t-1 [001] 5: ipi_entry: (x)                                | counts ticks, which are no times",
        "t-1 [001] 99: irq:irq_handler_exit: irq=9 ret=handled      | echo mono > trace_clock"})
    void shouldRefuseStampsWithoutADecimalPoint(final String line, final String message) throws IOException
    {
        assertRefused((line.strip() + '\n').repeat(3), message);
    }

    @Test
    void shouldRefuseDifferences() throws IOException
    {
        assertRefused("""
            t-1 [000] 0.000000: irq_handler_entry: irq=24 name=eth0
            t-1 [000] 0.000004: irq_handler_exit: irq=24 ret=handled
            t-1 [000] 0.000100: irq_handler_entry: irq=24 name=eth0
            t-1 [000] 0.000004: irq_handler_exit: irq=24 ret=handled
            """, "1 of 4 times fall: they are differences");
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10; i++)
        {
            text.append("t-1 [000] 0.000").append(100 + i).append(": local_timer_entry: vector=236\n");
            text.append("t-1 [000] 0.000003: local_timer_exit: vector=236\n");
        }
        assertRefused(text.toString(), "10 of 20 times fall");
    }

    @Test
    void shouldReadTextsInWhichSomeTimesFall() throws IOException
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < 10; i++)
        {
            text.append("t-1 [000] 1.000").append(100 + i).append(": local_timer_entry: vector=236\n");
            text.append("t-1 [000] 1.000").append(100 + i - i % 2).append(": local_timer_exit: vector=236\n");
        }
        Files.writeString(directory.resolve("a"), text);

        assertEquals(ExitCode.OK, gale("import", "ftrace", path("a"), "-o", path("t")), err.toString());

        assertTrue(out.toString().contains("time back          5"), out.toString());
    }

    @Test
    void shouldForgetTheStampsOfATextBeforeTheNext() throws IOException
    {
        Files.writeString(directory.resolve("a"), "t-1 [000] 9.000100: local_timer_entry: vector=236\n");
        Files.writeString(directory.resolve("b"), "t-1 [000] 1.000100: local_timer_entry: vector=236\n");

        assertEquals(ExitCode.OK, gale("import", "ftrace", path("a"), path("b"), "-o", path("t")), err.toString());

        assertFalse(out.toString().contains("time back"), out.toString());
    }

    @Test
    void shouldReadTheEventsOfAFunctionGraph() throws IOException
    {
        assertImport("""
            # tracer: function_graph
              500.100000 |   0)    <idle>-0    |               |  /* irq_handler_entry: irq=86 name=mmc1 */
              500.100001 |   0)    <idle>-0    | + 11.719 us   |  driver_mmc_irq();
              500.100013 |   0)    <idle>-0    |               |  /* irq_handler_exit: irq=86 ret=handled */
             ------------------------------------------
              500.200000 |  12)               |    /* local_timer_entry: vector=236 */
              500.200004 |  12)               |    /* local_timer_exit: vector=236 */
              500.200005 |   1)   sshd-1213    |   ==========> |
            """, """
            500100000000,0,mmc1,13000
            500200000000,12,local_timer,4000
            """);
        assertTrue(err.toString().contains("other event        3"), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        " 0)               |  /* irq_handler_entry: irq=86 name=mmc1 */",
        " 3)   kworker-32   =>  browser-919  ", " 0) + 11.719 us   |  driver_mmc_irq();"})
    void shouldRefuseAFunctionGraphWithoutTimes(final String line) throws IOException
    {
        assertRefused(line + '\n', "is a function graph without times (record with them: echo funcgraph-abstime");
    }

    @Test
    void shouldReadNoisesOfTheTracers() throws IOException
    {
        assertImport("""
            cc1-8 [005] dNLh1.. 548.771082: irq_noise: local_timer:236 start 548.771077442 duration 7597 ns
            cc1-8 [005] dNLh2.. 548.771099: irq_noise: qxl:21 start 548.771085017 duration 0 ns
            x-9   [006] dNh.    548.776620: irq_noise: usb:a b:47 start 548.776620180 duration 86 ns
            timerlat/5-1035 [005] ....... 548.771104: #402268 context thread timer_latency     39960 ns
            x-9   [006] dNh.    548.776620: irq_noise: usb start 548.776620180 duration 86 ns
            """, """
            548771077442,5,local_timer,7597
            548771085017,5,qxl,0
            548776620180,6,usb:a b,86
            """);
        assertTrue(err.toString().contains("other event        1"), err.toString());
        assertTrue(err.toString().contains("not understood     1\n    line 5"), err.toString());
    }

    @Test
    void shouldReadWhatAHostInjects() throws IOException
    {
        assertImport("""
            CPU 0/KVM-5501 [010] d..3 9.000100: vgic_update_irq_pending: VCPU: 0, IRQ 8193, level: 1
            CPU 0/KVM-5501 [010] d..3 9.000101: vgic_update_irq_pending: VCPU: 0, IRQ 40, level: 0
            vhost-55-5510  [011] .... 9.000200: vgic_update_irq_pending: VCPU: 1, IRQ 27, level: 1
            qemu-1 [003] .... 9.000300: kvm_set_irq: gsi 24 level 1 source 0
            qemu-1 [003] .... 9.000301: kvm_set_irq: gsi 24 level 0 source 0
            vhost-1 [003] .... 9.000400: kvm_msi_set_irq: dst a vec 49 (Fixed|physical|edge)
            CPU 3/KVM-77 [003] .... 9.000500: kvm_inj_virq: IRQ 0xec
            CPU 3/KVM-77 [003] .... 9.000501: kvm_inj_virq: IRQ 0xec [reinjected]
            CPU 3/KVM-77 [003] .... 9.000600: kvm_inj_virq: irq 236
            """, """
            9000100000,0,irq8193,
            9000200000,1,irq27,
            9000300000,0,gsi24,
            9000400000,10,vec49,
            9000500000,3,irq0xec,
            9000600000,3,irq236,
            """);
        assertTrue(err.toString().contains("other event        3"), err.toString());
        gale("import", "ftrace", path("a"), "-o", path("t"));
        gale("trace", "describe", path("t"));
        assertTrue(out.toString().lines().anyMatch(line -> line.matches("irq27 +timer .*")), out.toString());
    }

    @Test
    void shouldReadTheWordsOfOlderKernels() throws IOException
    {
        assertImport("""
            <idle>-0 [000]  1048.100000: irq_handler_entry: irq=16 handler=ehci_hcd:usb1
            <idle>-0 [000]  1048.100009: irq_handler_exit: irq=16 return=unhandled
            <idle>-0 [000]  1048.100010: irq_handler_entry: irq=16 handler=uhci_hcd:usb3
            <idle>-0 [000]  1048.100015: irq_handler_exit: irq=16 return=handled
            """, "1048100000000,0,uhci_hcd:usb3,15000\n");
    }

    @Test
    void shouldNameAnEntryWithoutANameAfterItsLine() throws IOException
    {
        assertImport("""
            t-1 [000] 1.000001: irq_handler_entry: irq=24
            t-1 [000] 1.000003: irq_handler_exit: irq=24
            """, "1000001000,0,irq24,2000\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "t-1 [002] 6.100000: irq_handler_entry:\nirq=11 name=tick\nt-1 [002] 6.100040: irq_handler_exit:\n  irq=11 ret=handled\n",
        "t-1 [002] 6.100000:\nirq:irq_handler_entry: irq=11 name=tick\nt-1 [002] 6.100040:\nirq:irq_handler_exit: irq=11\n",
        "> t-1 [002] 6.100000:=20\n> irq:irq_handler_entry: irq=3D11 name=3Dtick\n> t-1 [002] 6.100040: " +
            "irq_handler_exit: irq=3D11 ret=3Dhandled\n",
        "> t-1 [002] 6.100000: irq_handler_entry: irq=3D11 name=3Dti=\n> ck\nt-1 [002] 6.100040: irq_handler_exit: irq=11\n"})
    void shouldReadLinesThatAMailHasWrapped(final String text) throws IOException
    {
        assertImport(text, "6100000000,2,tick,40000\n");
    }

    @Test
    void shouldCountALineWhoseRestIsMissing() throws IOException
    {
        assertImport("""
            t-1 [002] 6.100000: irq_handler_entry:
            t-1 [002] 6.100010: irq_handler_entry: irq=11 name=tick
            t-1 [002] 6.100020:
            what is this
            t-1 [002] 6.100030: irq_handler_exit:
            """, "6100010000,2,tick,\n");
        assertTrue(err.toString().contains("""
              not understood     4
                line 1: t-1 [002] 6.100000: irq_handler_entry:
                line 3: t-1 [002] 6.100020:
                line 4: what is this
            """), err.toString());
    }

    @Test
    void shouldReplaceNoFileUnlessThatIsAsked() throws IOException
    {
        Files.writeString(directory.resolve("a"), "1,0,disk\n");
        Files.writeString(directory.resolve("t"), "precious");

        assertEquals(ExitCode.USAGE, gale("import", "csv", path("a"), "-o", path("t")));

        assertTrue(err.toString().contains("t: is there already (--force replaces it)"), err.toString());
        assertEquals("precious", Files.readString(directory.resolve("t")));
        assertEquals(ExitCode.OK, gale("import", "csv", path("a"), "-o", path("t"), "--force"), err.toString());
        assertEquals(ExitCode.OK, gale("trace", "describe", path("t")), err.toString());
    }

    @Test
    void shouldRefuseASourceOfACsv() throws IOException
    {
        Files.writeString(directory.resolve("a"), "1,0,disk\n");

        assertEquals(ExitCode.USAGE, gale("import", "csv", path("a"), "-o", "-", "--source", "host.dat"));

        assertTrue(err.toString().contains("--source: host.dat: a csv has no sources"), err.toString());
    }

    private void assertImport(final String text, final String rows, final String... options) throws IOException
    {
        Files.writeString(directory.resolve("a"), text);
        final String[] arguments = new String[options.length + 5];
        System.arraycopy(new String[]{"import", "ftrace", path("a"), "-o", "-"}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);

        assertEquals(HEAD + rows, csv(arguments), err.toString());
    }

    private void assertRefused(final String text, final String message) throws IOException
    {
        Files.writeString(directory.resolve("a"), text);

        assertEquals(ExitCode.USAGE, gale("import", "ftrace", path("a"), "-o", path("refused")), out.toString());

        assertTrue(err.toString().contains(message), err.toString());
        assertFalse(Files.exists(directory.resolve("refused")));
    }

    private String path(final String name)
    {
        return directory.resolve(name).toString();
    }

    /** Runs a command that writes its events to stdout, and returns them. */
    private String csv(final String... arguments)
    {
        err.getBuffer().setLength(0);
        final ByteArrayOutputStream csv = new ByteArrayOutputStream();
        new CommandLine(new ImportCommand(InputStream.nullInputStream(), csv,
            new TerminationSignals(() -> { }, () -> { }))).setErr(new PrintWriter(err))
            .execute(Arrays.copyOfRange(arguments, 1, arguments.length));

        return csv.toString(StandardCharsets.UTF_8);
    }

    private int gale(final String... arguments)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);

        return GaleRun.of(out, err, arguments);
    }
}
