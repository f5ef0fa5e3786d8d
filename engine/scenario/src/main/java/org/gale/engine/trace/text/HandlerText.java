package org.gale.engine.trace.text;

import java.util.List;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.gale.engine.trace.text.LineBytes.endOfDigits;
import static org.gale.engine.trace.text.LineBytes.isBlank;
import static org.gale.engine.trace.text.LineBytes.startsWith;

/** Texts that say when handlers began and ended. An interrupt is an event; its exit gives the service time. */
public final class HandlerText extends TextForm
{
    private static final byte[] ENTRY = "_entry".getBytes(US_ASCII);
    private static final byte[] EXIT = "_exit".getBytes(US_ASCII);
    private static final byte[] HANDLER = "irq_handler".getBytes(US_ASCII);
    private static final byte[] NOISE = "irq_noise".getBytes(US_ASCII);
    private static final byte[] IPI = "ipi".getBytes(US_ASCII);
    private static final byte[] VECTOR = "vector=".getBytes(US_ASCII);
    private static final byte[] IRQ = "irq=".getBytes(US_ASCII);
    private static final byte[] NAME = " name=".getBytes(US_ASCII);
    private static final byte[] OLD_NAME = " handler=".getBytes(US_ASCII);     // kernels up to 2.6.33
    private static final byte[] RETURN = " ret=".getBytes(US_ASCII);
    private static final byte[] OLD_RETURN = " return=".getBytes(US_ASCII);
    private static final byte[] HANDLED = "handled".getBytes(US_ASCII);
    private static final int IRQ_DIGITS = 9;
    /** Beginnings of the lines in front of the events of {@code trace-cmd report}. */
    private static final List<byte[]> HEADS =
        List.of("version = ".getBytes(US_ASCII), "cpus=".getBytes(US_ASCII), "CPU ".getBytes(US_ASCII));

    private final HandlerLine line = new HandlerLine();
    private final GraphLine graph = new GraphLine();
    private final NoiseEvent noise = new NoiseEvent();
    private final InjectedEvent injected = new InjectedEvent();
    private final WrappedLine wrapped = new WrappedLine();
    private final TextStamps stamps = new TextStamps();
    private final TextSources sources;
    private final HandlerEvents events;
    private final ForeignText.Search foreign = new ForeignText.Search();
    private final LaterTimes later = new LaterTimes();

    /**
     * Makes a form of a trace.
     *
     * @param option spelling of the option that chooses a source, for messages
     * @param source name of the only source to read: a machine, {@code handlers} or {@code injected}; null for all
     */
    public HandlerText(final ImportedTrace trace, final String option, final String source)
    {
        super(trace);
        sources = new TextSources(option, source);
        events = new HandlerEvents(trace);
    }

    /** Returns lines that say what handlers left to softirqs and threads; none of texts without. */
    public List<String> later()
    {
        return later.lines(trace().ofDevices());
    }

    @Override
    void line(final TextLines text)
    {
        final byte[] bytes = text.bytes();
        final boolean isParsed = !text.isCut() && line.parse(bytes, text.start(), text.end());
        if (wrapped.isHeld() && (isParsed || !joins(text)))
        {
            countHeld();
        }
        else if (wrapped.isHeld())
        {
            wrapped.clear();

            return;
        }
        if (isParsed ? !event(line, text) : !other(bytes, text.start(), text.end(), text))
        {
            notUnderstood(bytes, text.start(), text.end(), text);
        }
    }

    @Override
    void end(final TextLines text)
    {
        if (wrapped.isHeld())
        {
            countHeld();
        }
        events.dropAll(text);
        sources.check(text.name());
        stamps.check(text.name());
        foreign.check(text.name(), trace().size());
        sources.begin();
        stamps.begin();
    }

    /** Reads a line that is no event with a CPU and a time; false if it is not understood. */
    private boolean other(final byte[] bytes, final int start, final int end, final TextLines text)
    {
        if (text.isCut())
        {
            return false;
        }
        if (line.isTicks() && isHandler(line))
        {
            stamps.addTicks(text);

            return false;
        }
        if (graph.parse(bytes, start, end))
        {
            return event(graph, text);
        }
        if (graph.isGraph())
        {
            stamps.addGraph(graph.isTimeless());
            count(ImportCounts.Rule.OTHER_EVENT, text);

            return true;
        }
        if (isHead(bytes, start, end))
        {
            return true;
        }
        if (CallChain.isPart(bytes, start, end))
        {
            count(ImportCounts.Rule.CALL_CHAIN, text);

            return true;
        }

        return false;
    }

    /** Returns whether a line says something of a whole recording: its version, its CPUs, or an empty one. */
    private static boolean isHead(final byte[] bytes, final int start, final int end)
    {
        return HEADS.stream().anyMatch(head -> startsWith(bytes, start, end, head) &&
            endOfDigits(bytes, start + head.length, end) > start + head.length);
    }

    /** Holds a line that the next one may continue, decodes one that a mail has encoded, or counts it. */
    private void notUnderstood(final byte[] bytes, final int start, final int end, final TextLines text)
    {
        if (!text.isCut() && WrappedLine.isEncoded(bytes, start, end))
        {
            final byte[] decoded = WrappedLine.decoded(bytes, start, end);
            if (WrappedLine.isContinued(bytes, start, end))
            {
                wrapped.hold(decoded, 0, decoded.length, false, text);
            }
            else if (!line.parse(decoded, 0, decoded.length) || !event(line, text))
            {
                holdOrCount(decoded, 0, decoded.length, text);
            }
        }
        else
        {
            holdOrCount(bytes, start, end, text);
        }
    }

    private void holdOrCount(final byte[] bytes, final int start, final int end, final TextLines text)
    {
        final boolean isParsed = line.parse(bytes, start, end);
        if (!text.isCut() && (isParsed ? isHandler(line) && line.argument() == line.end() : line.endsWithTime()))
        {
            wrapped.hold(bytes, start, end, true, text);
        }
        else
        {
            foreign.line(text);
            count(ImportCounts.Rule.NOT_UNDERSTOOD, text);
        }
    }

    /** Reads a line as the rest of the one that is held; false if both together are no event of a handler. */
    private boolean joins(final TextLines text)
    {
        final byte[] joined = wrapped.joined(text.bytes(), text.start(), text.end());

        return line.parse(joined, 0, joined.length) && isHandler(line) && event(line, text);
    }

    private void countHeld()
    {
        trace().counts().add(ImportCounts.Rule.NOT_UNDERSTOOD, wrapped.heldNumber(), wrapped.held(), 0,
            wrapped.held().length);
        wrapped.clear();
    }

    /** Reads an event; false if its arguments are not understood. */
    private boolean event(final EventLine event, final TextLines text)
    {
        if (!sources.takes(event))
        {
            return true;
        }
        if (event == line && line.isLost())
        {
            count(ImportCounts.Rule.LOST_EVENTS, text);
            events.drop(event.cpu(), text);

            return true;
        }
        final boolean isEntry = isEntry(event);
        if (isEntry || isExit(event))
        {
            return handler(event, isEntry, text);
        }
        if (isEqual(event, NOISE))
        {
            return noise(event, text);
        }
        if (InjectedEvent.isOne(event))
        {
            return injected(event, text);
        }
        later.take(event);
        count(ImportCounts.Rule.OTHER_EVENT, text);

        return true;
    }

    /** Reads an event that begins or ends something. */
    private boolean handler(final EventLine event, final boolean isEntry, final TextLines text)
    {
        final byte[] bytes = event.bytes();
        final int stemEnd = event.eventEnd() - (isEntry ? ENTRY.length : EXIT.length);
        final int argument = event.argument();
        if (isEqual(bytes, event.eventStart(), stemEnd, HANDLER))
        {
            later.handler(event, isEntry);

            return numbered(event, isEntry, argument, text);
        }
        final boolean isIpi = isEqual(bytes, event.eventStart(), stemEnd, IPI);
        if (!isIpi && !startsWith(bytes, argument, event.end(), VECTOR))
        {
            later.take(event);
            count(ImportCounts.Rule.OTHER_EVENT, text);

            return true;
        }
        if (isIpi && events.isWithinIpi(event.cpu()))
        {
            count(ImportCounts.Rule.IPI_OF_A_LINE, text);

            return true;
        }
        final int key = isEntry ? trace().name(bytes, event.eventStart(), stemEnd) :
            trace().knownName(bytes, event.eventStart(), stemEnd);

        return take(event, isEntry, key, key, false, false, text);
    }

    /** Reads the handler of an interrupt with a number. */
    private boolean numbered(
        final EventLine event, final boolean isEntry, final int argument, final TextLines text)
    {
        final byte[] bytes = event.bytes();
        final int end = event.end();
        final int from = Math.min(end, argument + IRQ.length);
        final int to = endOfDigits(bytes, from, end);
        if (!startsWith(bytes, argument, end, IRQ) || to == from || to - from > IRQ_DIGITS ||
            (to < end && !isBlank(bytes[to])))
        {
            return false;
        }
        if (!isEntry)
        {
            return take(event, false, trace().knownName(bytes, from, to), ByteNames.NONE, true,
                isHandled(bytes, to, end), text);
        }
        final int name = startsWith(bytes, to, end, NAME) ? to + NAME.length :
            startsWith(bytes, to, end, OLD_NAME) ? to + OLD_NAME.length : to == end ? end : -1;
        if (name < 0)
        {
            return false;
        }
        final int key = trace().name(bytes, from, to);

        return take(event, true, key, name == end ? lineName(key) : trace().name(bytes, name, end), true, false, text);
    }

    private int lineName(final int key)
    {
        return key < 0 ? key : events.lineName(key);
    }

    /** Takes an entry or an exit; false if there is no room for its vector. */
    private boolean take(final EventLine event, final boolean isEntry, final int key, final int name,
        final boolean isLine, final boolean isHandled, final TextLines text)
    {
        if (!sources.takesHandler())
        {
            return true;
        }
        if (stamps.falls(event.timeNs()))
        {
            count(ImportCounts.Rule.TIME_BACK, text);
        }
        if (!isEntry)
        {
            events.exit(event.cpu(), key, event.timeNs(), isHandled, text);
        }
        else if (key >= 0 && name >= 0)
        {
            events.enter(event.cpu(), key, name, isLine, event.timeNs(), text);
        }

        return !isEntry || (key >= 0 && name >= 0);
    }

    private boolean noise(final EventLine event, final TextLines text)
    {
        if (!noise.parse(event))
        {
            return false;
        }
        final byte[] bytes = event.bytes();
        final int key = trace().name(bytes, noise.nameEnd() + 1, noise.numberEnd());
        final int name = trace().name(bytes, event.argument(), noise.nameEnd());

        return !sources.takesHandler() ||
            events.whole(event.cpu(), key, name, noise.timeNs(), noise.durationNs(), text);
    }

    private boolean injected(final EventLine event, final TextLines text)
    {
        if (!injected.parse(event))
        {
            return false;
        }
        if (!injected.isRaised())
        {
            count(ImportCounts.Rule.OTHER_EVENT, text);

            return true;
        }
        if (stamps.falls(event.timeNs()))
        {
            count(ImportCounts.Rule.TIME_BACK, text);
        }
        final byte[] name = injected.name().getBytes(US_ASCII);

        return !sources.takesInjected() ||
            events.injected(injected.vcpu(), trace().name(name, 0, name.length), injected.kind(), event.timeNs(), text);
    }

    private static boolean isHandled(final byte[] bytes, final int from, final int end)
    {
        final int value = startsWith(bytes, from, end, RETURN) ? from + RETURN.length :
            startsWith(bytes, from, end, OLD_RETURN) ? from + OLD_RETURN.length : end;

        return startsWith(bytes, value, end, HANDLED);
    }

    /** Returns whether an event is one of those that begin or end something. */
    private static boolean isHandler(final EventLine event)
    {
        return isEntry(event) || isExit(event);
    }

    private static boolean isEntry(final EventLine event)
    {
        return startsWith(event.bytes(), Math.max(event.eventStart(), event.eventEnd() - ENTRY.length),
            event.eventEnd(), ENTRY);
    }

    private static boolean isExit(final EventLine event)
    {
        return startsWith(event.bytes(), Math.max(event.eventStart(), event.eventEnd() - EXIT.length),
            event.eventEnd(), EXIT);
    }

    private static boolean isEqual(final EventLine event, final byte[] letters)
    {
        return isEqual(event.bytes(), event.eventStart(), event.eventEnd(), letters);
    }

    private static boolean isEqual(final byte[] bytes, final int from, final int to, final byte[] letters)
    {
        return to - from == letters.length && startsWith(bytes, from, to, letters);
    }
}
