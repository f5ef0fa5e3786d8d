package org.gale.engine.trace.text;

import org.agrona.collections.Int2IntHashMap;
import org.gale.engine.trace.TraceEvents;
import org.gale.engine.trace.TraceVector;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Events of handlers of all CPUs, from their entries and exits. The handlers of a line run one after the other for one
 * interrupt: while no handler comes again, and nothing else is entered on the CPU, they are one event.
 */
final class HandlerEvents
{
    /** Limit of the time between two handlers of one interrupt. */
    static final long GAP_LIMIT_NS = 1_000_000;

    private static final String LINE = "irq";

    private final ImportedTrace trace;
    private final OpenHandlers[] open = new OpenHandlers[EventLine.CPU_LIMIT];
    private final Int2IntHashMap firstNames = new Int2IntHashMap(ByteNames.NONE);
    private final Int2IntHashMap lineNames = new Int2IntHashMap(ByteNames.NONE);
    private final Int2IntHashMap devices = new Int2IntHashMap(ByteNames.NONE);
    private final LastCpus lastCpus = new LastCpus();
    private final int ipiName;

    HandlerEvents(final ImportedTrace trace)
    {
        this.trace = trace;
        final byte[] ipi = "IPI".getBytes(US_ASCII);
        ipiName = trace.name(ipi, 0, ipi.length);
    }

    /**
     * Begins a handler.
     *
     * @param key    of the vector, as its exit has it; of a line the number
     * @param name   of the handler
     * @param isLine true for an interrupt with a number
     */
    void enter(
        final int cpu, final int key, final int name, final boolean isLine, final long timeNs, final TextLines text)
    {
        if (open[cpu] == null)
        {
            open[cpu] = new OpenHandlers();
        }
        final OpenHandlers handlers = open[cpu];
        final int again = handlers.find(key);
        if (again >= 0 && handlers.get(again).join(name, timeNs, GAP_LIMIT_NS))
        {
            return;
        }
        closeFinished(cpu);
        final int running = handlers.find(key);
        if (running >= 0)
        {
            closeRunning(cpu, running, text);
        }
        if (handlers.size() > 0)
        {
            trace.counts().add(ImportCounts.Rule.NESTED, text);
        }
        if (handlers.size() == OpenHandlers.NESTING_LIMIT)
        {
            closeRunning(cpu, 0, text);
        }
        countChange(key, isLine && isDevice(name), cpu, text);
        final OpenHandler handler = handlers.add();
        handler.begin(key, name, isLine, timeNs, trace.begin());
        handler.show(text);
    }

    /** Ends the handler of a key that began last. */
    void exit(final int cpu, final int key, final long timeNs, final boolean isHandled, final TextLines text)
    {
        final OpenHandlers handlers = open[cpu];
        final int index = handlers == null || key < 0 ? ByteNames.NONE : handlers.find(key);
        if (index < 0 || !handlers.get(index).isRunning())
        {
            trace.counts().add(ImportCounts.Rule.EXIT_WITHOUT_ENTRY, text);

            return;
        }
        final OpenHandler handler = handlers.get(index);
        if (handlers.size() > 1)
        {
            closeFinished(cpu);
        }
        handler.exit(timeNs, isHandled);
        if (!handler.isLine())
        {
            closeFinished(cpu);
        }
    }

    /**
     * Adds an event whose length is known.
     *
     * @return false if there is no room for its vector
     */
    boolean whole(final int cpu, final int key, final int name, final long timeNs, final long serviceNs,
        final TextLines text)
    {
        int vector = key < 0 || name < 0 ? ByteNames.NONE : trace.vector(key, name);
        if (vector < 0 && key >= 0 && name >= 0 && trace.hasRoom())
        {
            vector = add(key, name, true);
        }

        return end(key, vector, cpu, timeNs, serviceNs, text);
    }

    /**
     * Adds an interrupt that a host injects.
     *
     * @return false if there is no room for its vector
     */
    boolean injected(
        final int vcpu, final int name, final TraceVector.VectorKind kind, final long timeNs, final TextLines text)
    {
        int vector = name < 0 ? ByteNames.NONE : trace.vector(name, name);
        if (vector < 0 && name >= 0 && trace.hasRoom())
        {
            vector = trace.addVector(name, name, kind);
        }

        return end(name, vector, vcpu, timeNs, TraceEvents.NO_SERVICE, text);
    }

    private boolean end(final int key, final int vector, final int cpu, final long timeNs, final long serviceNs,
        final TextLines text)
    {
        if (vector >= 0)
        {
            countChange(key, trace.isDevice(vector), cpu, text);
            trace.end(trace.begin(), timeNs, vector, cpu, serviceNs);
        }

        return vector >= 0;
    }

    private void countChange(final int key, final boolean isDevice, final int cpu, final TextLines text)
    {
        if (isDevice && lastCpus.isChanged(key, cpu))
        {
            trace.counts().add(ImportCounts.Rule.CHANGED_CPU, text);
        }
    }

    /** Returns whether the handler of a line is a device's, by its name. */
    private boolean isDevice(final int name)
    {
        int device = devices.get(name);
        if (device == ByteNames.NONE)
        {
            device = VectorKinds.ofHandler(trace.nameText(name)) == TraceVector.VectorKind.MSI ? 1 : 0;
            devices.put(name, device);
        }

        return device == 1;
    }

    /** Ends what is open on a CPU: handlers that run have no exit. */
    void drop(final int cpu, final TextLines text)
    {
        while (open[cpu] != null && open[cpu].size() > 0)
        {
            if (open[cpu].get(0).isRunning())
            {
                closeRunning(cpu, 0, text);
            }
            else
            {
                close(cpu, 0, serviceNs(open[cpu].get(0)));
            }
        }
    }

    /** Ends what is open on all CPUs. */
    void dropAll(final TextLines text)
    {
        for (int cpu = 0; cpu < open.length; cpu++)
        {
            drop(cpu, text);
        }
    }

    /** Returns whether the handler that began last on a CPU is that of the line of an IPI. */
    boolean isWithinIpi(final int cpu)
    {
        final OpenHandlers handlers = open[cpu];
        if (handlers == null || handlers.size() == 0)
        {
            return false;
        }
        final OpenHandler last = handlers.get(handlers.size() - 1);

        return last.isRunning() && last.isLine() && last.name() == ipiName;
    }

    /** Returns the name of a line, which is that of its number. */
    int lineName(final int key)
    {
        int name = lineNames.get(key);
        if (name == ByteNames.NONE)
        {
            final byte[] text = (LINE + trace.nameText(key)).getBytes(US_ASCII);
            name = trace.name(text, 0, text.length);
            lineNames.put(key, name);
        }

        return name;
    }

    private void closeFinished(final int cpu)
    {
        final int finished = open[cpu].findFinished();
        if (finished >= 0)
        {
            close(cpu, finished, serviceNs(open[cpu].get(finished)));
        }
    }

    private void closeRunning(final int cpu, final int index, final TextLines text)
    {
        trace.counts().add(ImportCounts.Rule.ENTRY_WITHOUT_EXIT, text);
        close(cpu, index, TraceEvents.NO_SERVICE);
    }

    private static long serviceNs(final OpenHandler handler)
    {
        return handler.serviceNs() < 0 ? TraceEvents.NO_SERVICE : handler.serviceNs();
    }

    private void close(final int cpu, final int index, final long serviceNs)
    {
        final OpenHandler handler = open[cpu].get(index);
        final int name = handler.name() == ByteNames.NONE ? lineName(handler.key()) : handler.name();
        final int known = name == ByteNames.NONE ? name : trace.vector(handler.key(), name);
        if (known == ByteNames.NONE && (name == ByteNames.NONE || !trace.hasRoom()))
        {
            handler.count(trace.counts(), ImportCounts.Rule.NOT_UNDERSTOOD);
        }
        else
        {
            if (known == ByteNames.NONE && isFurther(handler.key(), name))
            {
                handler.count(trace.counts(), ImportCounts.Rule.SHARED_VECTOR);
            }
            final int vector = known == ByteNames.NONE ? add(handler.key(), name, handler.isLine()) : known;
            trace.end(handler.ordinal(), handler.timeNs(), vector, cpu, serviceNs);
        }
        open[cpu].remove(index);
    }

    /** Notes a name of a key, and returns whether it is not the first. */
    private boolean isFurther(final int key, final int name)
    {
        final boolean isFurther = firstNames.get(key) != ByteNames.NONE;
        if (!isFurther)
        {
            firstNames.put(key, name);
        }

        return isFurther;
    }

    private int add(final int key, final int name, final boolean isLine)
    {
        final String shown = trace.nameText(name);

        return trace.addVector(key, name, isLine ? VectorKinds.ofHandler(shown) : VectorKinds.ofCpu(shown));
    }
}
