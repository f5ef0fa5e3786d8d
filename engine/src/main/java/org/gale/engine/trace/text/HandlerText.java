package org.gale.engine.trace.text;

import org.agrona.collections.Int2IntHashMap;
import org.gale.engine.trace.TraceEvents;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.gale.engine.trace.text.LineBytes.endOfDigits;
import static org.gale.engine.trace.text.LineBytes.startsWith;

/** Texts that say when handlers began and ended. Each entry is an event; its exit gives the service time. */
public final class HandlerText extends TextForm
{
    private static final byte[] ENTRY = "_entry".getBytes(US_ASCII);
    private static final byte[] EXIT = "_exit".getBytes(US_ASCII);
    private static final byte[] HANDLER = "irq_handler".getBytes(US_ASCII);
    private static final byte[] IPI = "ipi".getBytes(US_ASCII);
    private static final byte[] VECTOR = "vector=".getBytes(US_ASCII);
    private static final byte[] IRQ = "irq=".getBytes(US_ASCII);
    private static final byte[] NAME = " name=".getBytes(US_ASCII);
    private static final int IRQ_DIGITS = 9;

    private final OpenHandlers[] open = new OpenHandlers[HandlerLine.CPU_LIMIT];
    private final HandlerLine line = new HandlerLine();
    private final Int2IntHashMap devices = new Int2IntHashMap(ByteNames.NONE);
    private long lastNs;
    private boolean isEntry;

    /** Makes a form of a trace. */
    public HandlerText(final ImportedTrace trace)
    {
        super(trace);
    }

    @Override
    void line(final TextLines text)
    {
        if (text.isCut() || !line.parse(text.bytes(), text.start(), text.end()))
        {
            count(ImportCounts.Rule.NOT_UNDERSTOOD, text);
        }
        else if (line.isLost())
        {
            count(ImportCounts.Rule.LOST_EVENTS, text);
            drop(line.cpu(), text);
        }
        else
        {
            event(text);
        }
    }

    @Override
    void end(final TextLines text)
    {
        for (int cpu = 0; cpu < open.length; cpu++)
        {
            drop(cpu, text);
        }
    }

    /** Reads an event, whose line is parsed. */
    private void event(final TextLines text)
    {
        final byte[] bytes = text.bytes();
        final int start = line.eventStart();
        final int end = line.eventEnd();
        isEntry = startsWith(bytes, Math.max(start, end - ENTRY.length), end, ENTRY);
        if (!isEntry && !startsWith(bytes, Math.max(start, end - EXIT.length), end, EXIT))
        {
            count(ImportCounts.Rule.OTHER_EVENT, text);

            return;
        }
        final int stemEnd = end - (isEntry ? ENTRY.length : EXIT.length);
        final int argument = line.argument();
        if (isEqual(bytes, start, stemEnd, HANDLER))
        {
            numbered(text, argument);
        }
        else if (startsWith(bytes, argument, line.end(), VECTOR) || isEqual(bytes, start, stemEnd, IPI))
        {
            final int key = isEntry ? trace().name(bytes, start, stemEnd) : trace().knownName(bytes, start, stemEnd);
            read(key, key, false, text);
        }
        else
        {
            count(ImportCounts.Rule.OTHER_EVENT, text);
        }
    }

    /** Reads the handler of an interrupt with a number. */
    private void numbered(final TextLines text, final int argument)
    {
        final byte[] bytes = text.bytes();
        final int from = argument + IRQ.length;
        final int to = endOfDigits(bytes, Math.min(from, line.end()), line.end());
        final boolean isNumbered =
            startsWith(bytes, argument, line.end(), IRQ) && to > from && to - from <= IRQ_DIGITS;
        final int name = to + NAME.length;
        if (!isNumbered || (isEntry && (!startsWith(bytes, to, line.end(), NAME) || name >= line.end())))
        {
            count(ImportCounts.Rule.NOT_UNDERSTOOD, text);
        }
        else if (isEntry)
        {
            read(trace().name(bytes, from, to), trace().name(bytes, name, line.end()), true, text);
        }
        else
        {
            read(trace().knownName(bytes, from, to), ByteNames.NONE, true, text);
        }
    }

    private void read(final int key, final int name, final boolean isNumbered, final TextLines text)
    {
        if (line.timeNs() < lastNs)
        {
            count(ImportCounts.Rule.TIME_BACK, text);
        }
        lastNs = line.timeNs();
        if (!isEntry)
        {
            exit(key, text);

            return;
        }
        final int vector = key < 0 || name < 0 ? ByteNames.NONE : vector(key, name, isNumbered, text);
        if (vector < 0)
        {
            count(ImportCounts.Rule.NOT_UNDERSTOOD, text);
        }
        else
        {
            enter(key, vector, text);
        }
    }

    private void enter(final int key, final int vector, final TextLines text)
    {
        if (open[line.cpu()] == null)
        {
            open[line.cpu()] = new OpenHandlers();
        }
        final OpenHandlers handlers = open[line.cpu()];
        final int again = handlers.find(key);
        if (again >= 0)
        {
            count(ImportCounts.Rule.ENTRY_WITHOUT_EXIT, text);
            close(line.cpu(), again, TraceEvents.NO_SERVICE);
        }
        if (handlers.size() > 0)
        {
            count(ImportCounts.Rule.NESTED, text);
        }
        if (handlers.size() == OpenHandlers.NESTING_LIMIT)
        {
            count(ImportCounts.Rule.ENTRY_WITHOUT_EXIT, text);
            close(line.cpu(), 0, TraceEvents.NO_SERVICE);
        }
        handlers.add(key, vector, line.timeNs(), trace().begin(vector, line.cpu(), text));
    }

    private void exit(final int key, final TextLines text)
    {
        final OpenHandlers handlers = open[line.cpu()];
        final int index = handlers == null || key < 0 ? ByteNames.NONE : handlers.find(key);
        if (index < 0)
        {
            count(ImportCounts.Rule.EXIT_WITHOUT_ENTRY, text);

            return;
        }
        final long serviceNs = line.timeNs() - handlers.timeNs(index);
        close(line.cpu(), index, serviceNs < 0 ? TraceEvents.NO_SERVICE : serviceNs);
    }

    private void drop(final int cpu, final TextLines text)
    {
        while (open[cpu] != null && open[cpu].size() > 0)
        {
            count(ImportCounts.Rule.ENTRY_WITHOUT_EXIT, text);
            close(cpu, 0, TraceEvents.NO_SERVICE);
        }
    }

    private void close(final int cpu, final int index, final long serviceNs)
    {
        final OpenHandlers handlers = open[cpu];
        trace().end(handlers.ordinal(index), handlers.timeNs(index), handlers.vector(index), cpu, serviceNs);
        handlers.remove(index);
    }

    /** Returns the vector of a key and a name, or -1 if there are too many. */
    private int vector(final int key, final int name, final boolean isNumbered, final TextLines text)
    {
        final int known = trace().vector(key, name);
        if (known >= 0 || !trace().hasRoom())
        {
            return known;
        }
        if (devices.get(key) == ByteNames.NONE)
        {
            devices.put(key, name);
        }
        else
        {
            count(ImportCounts.Rule.SHARED_VECTOR, text);
        }
        final String shown = trace().nameText(name);

        return trace().addVector(key, name, isNumbered ? VectorKinds.ofHandler(shown) : VectorKinds.ofCpu(shown));
    }

    private static boolean isEqual(final byte[] bytes, final int from, final int to, final byte[] letters)
    {
        return to - from == letters.length && startsWith(bytes, from, to, letters);
    }
}
