package org.gale.engine.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.replay.Runs;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of each event of a trace, on a machine that acknowledges LPIs in each turn, whatever is pending. */
class PerfettoTraceTest
{
    private static final long ADDRESS = 0x4000_0000L;
    private static final int LPI_33 = Intid.of(Intid.TYPE_LPI, 33);
    private static final String THREADS = """
        {displayTimeUnit:ns,traceEvents:[
        {pid:1,ph:M,name:process_name,args:{name:lanes}},
        {pid:2,ph:M,name:process_name,args:{name:engine}},
        {pid:3,ph:M,name:process_name,args:{name:PEs (a VPE each, where resident)}},
        {pid:1,tid:0,ph:M,name:thread_name,args:{name:events}},
        {pid:2,tid:0,ph:M,name:thread_name,args:{name:batches}},
        """;
    private static final String OTHERS = "{pid:2,tid:1,ph:M,name:thread_name,args:{name:other commands}},\n";
    private static final String PE_0 = "{pid:3,tid:0,ph:M,name:thread_name,args:{name:PE 0}},\n";
    private static final String PE_1 = "{pid:3,tid:1,ph:M,name:thread_name,args:{name:PE 1}},\n";
    private static final String BATCH =
        "{ph:X,cat:engine,pid:2,tid:0,ts:0.000,name:5 commands,dur:2.500,args:{first:4}},\n";
    private static final String LAST_BATCHES = """
        {ph:X,cat:engine,pid:2,tid:0,ts:2.500,name:4 commands,dur:0.500,args:{first:9}},
        {ph:i,cat:engine,pid:2,tid:0,ts:3.000,name:1 command,s:t,args:{first:13}}]}
        """;
    private static final String TURN_AND_LATE_MSI = """
        {ph:i,cat:pe,pid:3,tid:0,ts:0.000,name:acknowledge 33,s:t,args:{command:6}},
        {ph:i,cat:lane,pid:1,tid:0,ts:16778.715,name:MSI device 1 event 3,s:t,args:{command:8}},
        """;

    @TempDir
    private Path directory;
    private Path journal;
    private int acknowledges = 1;

    @Test
    void shouldHaveEachEventAtItsTime() throws IOException
    {
        writeJournal();
        final StringWriter out = new StringWriter();
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, this::machine))
        {
            assertEquals(12, PerfettoTrace.write(cursor, Long.MAX_VALUE, out));
        }

        assertEquals(THREADS + OTHERS + """
            {ph:i,cat:engine,pid:2,tid:1,ts:0.000,name:STORE 8 bytes at 0x40000000 value 0x1,s:t,args:{command:1}},
            {ph:i,cat:lane,pid:1,tid:0,ts:0.009,name:MSI device 5 event 6,s:t,args:{command:2}},
            """ + PE_1 + """
            {ph:i,cat:pe,pid:3,tid:1,ts:0.000,name:acknowledge 33,s:t,args:{command:3}},
            {ph:i,cat:lane,pid:1,tid:0,ts:1.700,name:MSI device 1 event 2,s:t,args:{command:5}},
            """ + PE_0 + TURN_AND_LATE_MSI + BATCH + """
            {ph:i,cat:engine,pid:2,tid:1,ts:2.500,name:STORE 8 bytes at 0x40000000 value 0x2,s:t,args:{command:10}},
            {ph:i,cat:lane,pid:1,tid:0,ts:0.000,name:MSI device 2 event 0,s:t,args:{command:11}},
            {ph:i,cat:pe,pid:3,tid:1,ts:2.500,name:acknowledge 33,s:t,args:{command:12}},
            """ + LAST_BATCHES, lines(out));
    }

    /** The commands before the first TIME are left out, and the thread of others is named behind it. */
    @Test
    void shouldHaveTheTrafficAlone() throws IOException
    {
        writeJournal();
        final StringWriter out = new StringWriter();
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, this::machine))
        {
            PerfettoTrace.writeTraffic(cursor, out);
        }

        assertEquals(THREADS + """
            {ph:i,cat:lane,pid:1,tid:0,ts:1.700,name:MSI device 1 event 2,s:t,args:{command:5}},
            """ + PE_0 + TURN_AND_LATE_MSI + BATCH + OTHERS + """
            {ph:i,cat:engine,pid:2,tid:1,ts:2.500,name:STORE 8 bytes at 0x40000000 value 0x2,s:t,args:{command:10}},
            {ph:i,cat:lane,pid:1,tid:0,ts:0.000,name:MSI device 2 event 0,s:t,args:{command:11}},
            """ + PE_1 + """
            {ph:i,cat:pe,pid:3,tid:1,ts:2.500,name:acknowledge 33,s:t,args:{command:12}},
            """ + LAST_BATCHES, lines(out));
    }

    /** Before the first TIME of a window its times are not known. */
    @Test
    void shouldHaveAWindow() throws IOException
    {
        writeJournal();
        final StringWriter out = new StringWriter();
        try (ReplayCursor cursor = ReplayCursor.open(journal, 4, this::machine))
        {
            assertEquals(4, PerfettoTrace.write(cursor, 8, out));
        }

        assertEquals(THREADS + """
            {ph:i,cat:lane,pid:1,tid:0,ts:0.700,name:MSI device 1 event 2,s:t,args:{command:5}},
            """ + PE_0 + TURN_AND_LATE_MSI + """
            {ph:i,cat:engine,pid:2,tid:0,ts:0.000,name:2 commands,s:t,args:{first:7}}]}
            """, lines(out));
    }

    @Tag("T-ITS-3")
    @Test
    void shouldHaveTheEventsOfEachItsAmongThoseOfTheLanes() throws IOException
    {
        journal = directory.resolve("board");
        try (JournalWriter writer = Runs.writer(journal))
        {
            Runs.append(writer, 4, Commands.timeWord(100), 200, Commands.msiLongWord(2, 7), 5L << 32 | 6,
                Commands.msiLongWord(1, 8), -1L, Commands.msi(3, 4, 9));
        }
        final StringWriter out = new StringWriter();
        final MachineConfig board = MachineConfig.parse(List.of("itss=3"));
        try (ReplayCursor cursor =
            ReplayCursor.openAtStart(journal, config -> machine(board)))
        {
            PerfettoTrace.writeTraffic(cursor, out);
        }

        assertEquals(THREADS + """
            {ph:i,cat:lane,pid:1,tid:0,ts:0.007,name:MSI ITS 2 device 5 event 6,s:t,args:{command:2}},
            {ph:i,cat:lane,pid:1,tid:0,ts:0.008,name:MSI ITS 1 device 4294967295 event 4294967295,s:t,args:{command:3}},
            {ph:i,cat:lane,pid:1,tid:0,ts:0.009,name:MSI device 3 event 4,s:t,args:{command:4}},
            {ph:i,cat:engine,pid:2,tid:0,ts:0.100,name:4 commands,s:t,args:{first:1}}]}
            """, lines(out));
    }

    @Test
    void shouldHaveNoBatchWithoutACommand() throws IOException
    {
        writeJournal();
        final StringWriter out = new StringWriter();
        try (ReplayCursor cursor = ReplayCursor.openAtEnd(journal, this::machine))
        {
            PerfettoTrace.writeTraffic(cursor, out);
        }

        assertEquals(THREADS.substring(0, THREADS.length() - 2) + "]}\n", lines(out));
    }

    @Test
    void shouldRefuseMoreEventsThanItsLimit() throws IOException
    {
        acknowledges = PerfettoTrace.EVENT_LIMIT / 4;
        journal = directory.resolve("journal");
        try (JournalWriter writer = Runs.writer(journal))
        {
            for (int i = 0; i < 5; i++)
            {
                Runs.append(writer, 1, Commands.turn(0, 1));
            }
        }
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, this::machine))
        {
            assertEquals(500_000, PerfettoTrace.write(cursor, 4, Writer.nullWriter()));
            cursor.to(0);

            final OutcomeException failure = assertThrows(OutcomeException.class,
                () -> PerfettoTrace.write(cursor, Long.MAX_VALUE, Writer.nullWriter()));

            assertEquals(Outcome.USAGE, failure.outcome());
            assertEquals("the window has more than 500,000 events: it ends at command 4 at the latest",
                failure.getMessage());
        }
    }

    /** Returns a trace with an event a line, without quotation marks. */
    private static String lines(final StringWriter out)
    {
        return out.toString().replace("},{\"p", "},\n{\"p").replace("[{", "[\n{").replace("\"", "") + '\n';
    }

    private void writeJournal() throws IOException
    {
        journal = directory.resolve("journal");
        try (JournalWriter writer = Runs.writer(journal))
        {
            Runs.append(writer, 1, store(1));
            Runs.append(writer, 1, Commands.msi(5, 6, 9));
            Runs.append(writer, 1, Commands.turn(1, 1));
            Runs.append(writer, 1, time(5_000, 4_000));
            Runs.append(writer, 1, Commands.msi(1, 2, 700));
            Runs.append(writer, 1, Commands.turn(0, 1));
            Runs.append(writer, 1, time(5_500, 4_000));
            Runs.append(writer, 1, Commands.msi(1, 3, 0xff_ffff));
            Runs.append(writer, 1, time(3_000, 6_500));
            Runs.append(writer, 1, store(2));
            Runs.append(writer, 1, Commands.msi(2, 0, 500));
            Runs.append(writer, 1, Commands.turn(1, 1));
            Runs.append(writer, 1, time(7_000, 7_000));
        }
    }

    private static long[] time(final long baseNs, final long sentNs)
    {
        return new long[]{Commands.timeWord(baseNs), sentNs};
    }

    private static long[] store(final long value)
    {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[3 * Long.BYTES]);
        Commands.store(command, 0, ADDRESS, Long.BYTES, value);

        return new long[]{command.getLong(0), command.getLong(8), command.getLong(16)};
    }

    /** Makes a machine with a fault: each turn puts out a value, a signal, and LPIs that nobody sent. */
    private Machine machine(final MachineConfig config)
    {
        final Machine machine = Machines.FACTORY.create(config);

        return (Machine)Proxy.newProxyInstance(Machine.class.getClassLoader(), new Class<?>[]{Machine.class},
            (proxy, method, arguments) -> call(machine, method, arguments));
    }

    private Object call(final Machine machine, final Method method, final Object... arguments) throws Throwable
    {
        final Object result;
        try
        {
            result = method.invoke(machine, arguments);
        }
        catch (final InvocationTargetException ex)
        {
            throw ex.getCause();
        }
        if (method.getName().startsWith("apply"))
        {
            final long word = ((DirectBuffer)arguments[0]).getLong((int)arguments[1]);
            if (CommandWord.opcode(word) == CommandWord.TURN)
            {
                machine.outputs().result(2L << 60);                              // with an acknowledge's kind
                machine.outputs().signal(Commands.pe(word), 1);
                for (int i = 0; i < acknowledges; i++)
                {
                    machine.outputs().acknowledged(Commands.pe(word), LPI_33);
                }
            }
        }

        return result;
    }
}
