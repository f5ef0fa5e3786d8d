package org.gale.engine.trace.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.gale.engine.trace.text.LineBytes.endOfDigits;
import static org.gale.engine.trace.text.LineBytes.number;
import static org.gale.engine.trace.text.LineBytes.startsWith;

/**
 * Line of the kernel's function graph: a time in seconds and a bar, if the option for it was set, a CPU with a closing
 * bracket, and calls of functions. Events stand there as comments.
 */
final class GraphLine extends EventLine
{
    private static final byte[] OPEN = "/* ".getBytes(US_ASCII);
    private static final byte[] CLOSE = " */".getBytes(US_ASCII);
    private static final byte[] RULE = "-----".getBytes(US_ASCII);

    private boolean isGraph;
    private boolean isTimeless;

    /** Parses a line; false if it is no event with a time. */
    boolean parse(final byte[] line, final int start, final int end)
    {
        begin(line, start, end);
        final int from = skipBlanks(start);
        int at = from;
        final int dot = endOfDigits(line, from, end());
        isTimeless = true;
        if (dot > from && dot < end() && line[dot] == '.')
        {
            final int behind = endOfDigits(line, dot + 1, end());
            final int bar = skipBlanks(behind);
            isTimeless = bar == end() || line[bar] != '|' || findSeconds(behind) != from;
            at = isTimeless ? from : skipBlanks(bar + 1);
        }
        final int bracket = endOfDigits(line, at, end());
        isGraph = (bracket > at && bracket < end() && line[bracket] == ')' && setCpu(number(line, at, bracket))) ||
            startsWith(line, from, end(), RULE);

        return isGraph && findComment(Math.min(end(), bracket + 1)) && !isTimeless;
    }

    /** Returns whether the line is of a function graph, whatever it shows. */
    boolean isGraph()
    {
        return isGraph;
    }

    /** Returns whether the line has no time in front of its CPU. */
    boolean isTimeless()
    {
        return isTimeless;
    }

    private boolean findComment(final int from)
    {
        int at = LineBytes.find(bytes(), from, end(), '/');
        while (at < end() && !startsWith(bytes(), at, end(), OPEN))
        {
            at = LineBytes.find(bytes(), at + 1, end(), '/');
        }
        if (at == end() || !findName(at + OPEN.length) || !hasColon())
        {
            return false;
        }
        final int close = end() - CLOSE.length;
        if (close > eventEnd() && startsWith(bytes(), close, end(), CLOSE))
        {
            setEnd(close);
        }

        return true;
    }
}
