package org.gale.engine.trace.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

import static org.gale.engine.trace.text.LineBytes.isBlank;
import static org.gale.engine.trace.text.LineBytes.isDigit;

/**
 * Machines whose events a text holds. A report of several recordings has the name of the recording in front of each
 * line. A text may also hold the interrupts that a host handles beside those that it injects. Owner: the calling
 * thread.
 */
final class TextSources
{
    /** Name of the interrupts that the recorded machine handles. */
    static final String HANDLERS = "handlers";
    /** Name of the interrupts that the recorded machine injects into its guests. */
    static final String INJECTED = "injected";

    private static final int NAMES_LIMIT = 16;

    private final String option;
    private final String chosen;
    private final byte[] chosenName;
    private ByteNames names = new ByteNames();
    private final List<String> shown = new ArrayList<>();
    private boolean isNameless;
    private boolean isMore;
    private boolean hasHandlers;
    private boolean hasInjected;
    private boolean isChosenSeen;

    /**
     * Makes the sources of a text.
     *
     * @param option spelling of the option that chooses one, for messages
     * @param chosen name of the only source to read; null for all
     */
    TextSources(final String option, final String chosen)
    {
        this.option = option + ' ';
        this.chosen = chosen;
        this.chosenName = isKind() || chosen == null ? null : chosen.getBytes(StandardCharsets.UTF_8);
    }

    /** Begins a text. */
    void begin()
    {
        isNameless = false;
        isMore = false;
        hasHandlers = false;
        hasInjected = false;
        isChosenSeen = false;
        names = new ByteNames();
        shown.clear();
    }

    /** Notes the source of a line with an event; false if the line is of another one than the chosen. */
    boolean takes(final EventLine line)
    {
        if (isNameless && chosenName == null)
        {
            return true;
        }
        final int end = endOfName(line);
        if (end < 0)
        {
            isNameless = true;

            return chosenName == null;
        }
        final int from = line.skipBlanks(line.start());
        if (!isNameless)
        {
            add(line.bytes(), from, end);
        }
        final boolean isChosen = chosenName != null && end - from == chosenName.length &&
            LineBytes.startsWith(line.bytes(), from, end, chosenName);
        isChosenSeen |= isChosen;

        return chosenName == null || isChosen;
    }

    /** Notes an event of a handler; false if interrupts that are injected are chosen. */
    boolean takesHandler()
    {
        hasHandlers = true;

        return !INJECTED.equals(chosen);
    }

    /** Notes an event that was injected; false if the handlers are chosen. */
    boolean takesInjected()
    {
        hasInjected = true;

        return !HANDLERS.equals(chosen);
    }

    /** Refuses a text of several sources of which none is chosen, and one without the chosen source. */
    void check(final String text)
    {
        if (chosenName != null && !isChosenSeen)
        {
            throw new OutcomeException(Outcome.USAGE, text + ": " + option + chosen + ": no line belongs to it" +
                (shown.isEmpty() || isNameless ? "" : " (the text has " + list() + ")"));
        }
        if (chosen == null && !isNameless && shown.size() > 1)
        {
            throw new OutcomeException(Outcome.USAGE, text + ": holds the events of several machines: " + list() +
                " (choose one: " + option + shown.get(0) + ")");
        }
        if (hasHandlers && hasInjected && !isKind())
        {
            throw new OutcomeException(Outcome.USAGE, text + ": holds the interrupts that a host handles and those " +
                "that it injects into its guests (choose one: " + option + HANDLERS + " or " + option + INJECTED + ")");
        }
    }

    /**
     * Returns the end of the name of a source, which stands with a colon in front of a line.
     *
     * @return the place of the colon, or -1 if the line begins with no such name
     */
    static int endOfName(final EventLine line)
    {
        final byte[] bytes = line.bytes();
        final int from = line.skipBlanks(line.start());
        int at = from;
        boolean isName = false;
        while (at < line.end() && !isBlank(bytes[at]))
        {
            isName |= !isDigit(bytes[at]) && bytes[at] != '.' && bytes[at] != ':';
            at++;
        }

        return isName && at < line.end() && bytes[at - 1] == ':' ? at - 1 : -1;
    }

    private boolean isKind()
    {
        return HANDLERS.equals(chosen) || INJECTED.equals(chosen);
    }

    private void add(final byte[] bytes, final int from, final int end)
    {
        if (names.find(bytes, from, end) >= 0)
        {
            return;
        }
        isMore |= shown.size() == NAMES_LIMIT;
        if (!isMore)
        {
            shown.add(names.text(names.add(bytes, from, end)));
        }
    }

    private String list()
    {
        return String.join(", ", shown) + (isMore ? " and others" : "");
    }
}
