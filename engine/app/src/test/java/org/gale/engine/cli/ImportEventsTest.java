package org.gale.engine.cli;

import java.io.IOException;
import java.nio.file.Files;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of texts as people have them: what becomes one event, whose events are read, and what is refused. */
class ImportEventsTest extends ImportedTexts
{
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
        assertTrue(err.toString().contains(
            "--source other.dat: no line belongs to it (the text has host.dat, guest.dat)"), err.toString());
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
        "[   12.345678] CPU:0 [LOST 5 EVENTS]", "[12.3] CPU:0 [LOST 1 EVENTS]",
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
}
