package org.gale.engine.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicLong;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.command.Commands;
import org.gale.engine.config.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.machine.Outputs;
import org.gale.engine.replay.ReplayCursor;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.Intid;

/**
 * Trace of a window of a journal in the JSON that Perfetto reads: events of the lanes at their intended times, batches
 * of the engine from one send time to the next, and acknowledges of each PE. The journal holds no times of the engine,
 * so what the engine did has the send time of its batch. Used once, by one thread.
 */
public final class PerfettoTrace
{
    /** Limit of the events of a trace. */
    public static final int EVENT_LIMIT = 500_000;

    private static final long BASE_MASK = -1L >>> 4;
    private static final int LANES = 1;
    private static final int ENGINE = 2;
    private static final int PES = 3;
    private static final int NS_DIGITS = 3;

    private final ReplayCursor cursor;
    private final JsonGenerator json;
    private long events;
    private long baseNs;
    private long sentNs;
    private long beginNs = Long.MIN_VALUE;
    private long batchFrom;

    private PerfettoTrace(final ReplayCursor cursor, final JsonGenerator json)
    {
        this.cursor = cursor;
        this.json = json;
    }

    /**
     * Writes the commands behind a cursor.
     *
     * @param toSequence last command of the window
     * @return the number of events
     * @throws OutcomeException if the window has more events than {@link #EVENT_LIMIT}
     */
    public static long write(final ReplayCursor cursor, final long toSequence, final Writer writer) throws IOException
    {
        final AtomicLong events = new AtomicLong();
        JsonText.plain(writer, json ->
        {
            final PerfettoTrace trace = new PerfettoTrace(cursor, json);
            json.writeStringField("displayTimeUnit", "ns");
            json.writeArrayFieldStart("traceEvents");
            trace.name(LANES, "lanes");
            trace.name(ENGINE, "engine");
            trace.name(PES, "PEs (a VPE each, where resident)");
            trace.run(toSequence);
            json.writeEndArray();
            events.set(trace.events);
        });

        return events.get();
    }

    /**
     * Writes the traffic of a whole storm. The commands that set the machine up are left out.
     *
     * @throws OutcomeException if it has more events than {@link #EVENT_LIMIT}
     */
    public static void writeTraffic(final ReplayCursor cursor, final Writer writer) throws IOException
    {
        while (cursor.nextWord(0) != 0 && CommandWord.opcode(cursor.nextWord(0)) != CommandWord.TIME)
        {
            cursor.step();
        }
        write(cursor, Long.MAX_VALUE, writer);
    }

    private void run(final long toSequence) throws IOException
    {
        cursor.watch(this::acknowledges);
        batchFrom = cursor.sequence() + 1;
        while (cursor.sequence() < toSequence)
        {
            final long word = cursor.nextWord(0);
            if (word == 0)
            {
                break;
            }
            if (CommandWord.opcode(word) == CommandWord.TIME)
            {
                time(word & BASE_MASK, cursor.nextWord(1));
            }
            final String text = cursor.step();
            if (CommandWord.opcode(word) == CommandWord.MSI)
            {
                instant(LANES, 0, baseNs + (word & Commands.TIME_MASK),
                    "MSI device " + Commands.msiDeviceId(word) + " event " + Commands.msiEventId(word),
                    cursor.sequence());
            }
            else if (CommandWord.opcode(word) != CommandWord.TIME && CommandWord.opcode(word) != CommandWord.TURN)
            {
                instant(ENGINE, 1, sentNs, text, cursor.sequence());
            }
        }
        batch(sentNs);
    }

    private void time(final long newBaseNs, final long newSentNs) throws IOException
    {
        if (beginNs == Long.MIN_VALUE)
        {
            beginNs = Math.min(newBaseNs, newSentNs);
        }
        batch(newSentNs);
        baseNs = newBaseNs;
        sentNs = newSentNs;
    }

    /** Ends the batch in hand, if it has a command and a time. */
    private void batch(final long endNs) throws IOException
    {
        final long commands = cursor.sequence() + 1 - batchFrom;
        if (commands > 0 && sentNs != 0)
        {
            begin("X", ENGINE, 0, sentNs, NumberText.counted(commands, "command"));
            json.writeNumberField("dur", microseconds(Math.max(0, endNs - sentNs)));
            json.writeObjectFieldStart("args");
            json.writeNumberField("first", batchFrom);
            json.writeEndObject();
            json.writeEndObject();
        }
        batchFrom = cursor.sequence() + 1;
    }

    private void acknowledges(final Outputs outputs)
    {
        final long[] words = new long[outputs.words()];
        final int count = outputs.copy(0, words);
        for (int at = 0; at < count; at += Outputs.length(words[at]))
        {
            if (Outputs.kind(words[at]) == Outputs.ACK)
            {
                acknowledge(Outputs.pe(words[at]), Outputs.value(words[at]));
            }
        }
    }

    private void acknowledge(final int pe, final int intid)
    {
        try
        {
            instant(PES, pe, sentNs, "acknowledge " + Intid.id(intid), cursor.sequence() + 1);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void instant(
        final int process, final int thread, final long ns, final String name, final long command) throws IOException
    {
        begin("i", process, thread, ns, name);
        json.writeStringField("s", "t");
        json.writeObjectFieldStart("args");
        json.writeNumberField("command", command);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void begin(final String phase, final int process, final int thread, final long ns, final String name)
        throws IOException
    {
        events++;
        if (events > EVENT_LIMIT)
        {
            throw new OutcomeException(Outcome.USAGE, "the window has more than " + NumberText.count(EVENT_LIMIT) +
                " events: it ends at command " + NumberText.count(cursor.sequence()) + " at the latest");
        }
        json.writeStartObject();
        json.writeStringField("ph", phase);
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
        json.writeNumberField("ts", microseconds(Math.max(0, ns - (beginNs == Long.MIN_VALUE ? 0 : beginNs))));
        json.writeStringField("name", name);
    }

    private void name(final int process, final String name) throws IOException
    {
        json.writeStartObject();
        json.writeStringField("ph", "M");
        json.writeNumberField("pid", process);
        json.writeStringField("name", "process_name");
        json.writeObjectFieldStart("args");
        json.writeStringField("name", name);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static BigDecimal microseconds(final long ns)
    {
        return BigDecimal.valueOf(ns, NS_DIGITS);
    }
}
