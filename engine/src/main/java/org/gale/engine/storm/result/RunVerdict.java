package org.gale.engine.storm.result;

import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.storm.scenario.StormSettings;

/**
 * Words on the interrupts of one run, the same in its text and on its page: what was lost or invented, and what is
 * unproved. Pure functions.
 */
public final class RunVerdict
{
    private static final Pattern PROMISE = Pattern.compile("\\bP[0-9]{1,2}\\b");

    private RunVerdict()
    {
    }

    /** {@return whether a run proves that no interrupt was lost and none invented} */
    public static boolean isProven(final StormResult result)
    {
        return result.totals().accounting().remainder() == 0 && !result.verdict().isBroken();
    }

    /** {@return the words on all interrupts of a run} */
    public static String of(final StormDescription description, final StormResult result)
    {
        final long remainder = result.totals().accounting().remainder();
        if (remainder != 0)
        {
            return words(remainder);
        }
        if (result.verdict().isBroken())
        {
            return "unproved: " + promise(result.verdict()) + " is broken";
        }
        final StringJoiner unproved = new StringJoiner(", ");
        if (description.config().value(StormSettings.LATENCY) == 0)
        {
            unproved.add("times (latency off)");
        }
        if (result.totals().attached() != null && result.totals().attached().events() > 0)
        {
            unproved.add("what attached producers meant to send");
        }

        return "no interrupt lost, none invented" + (unproved.length() == 0 ? "" : "; unproved: " + unproved);
    }

    /** {@return a remainder that is not 0 in words} */
    public static String words(final long remainder)
    {
        return remainder > 0 ? "lost" : "invented";
    }

    private static String promise(final StormVerdict verdict)
    {
        if (verdict.broken() != null)
        {
            return verdict.broken().promise();
        }
        final Matcher promise = PROMISE.matcher(verdict.failure() == null ? "" : verdict.failure());

        return promise.find() ? promise.group() : "a law";
    }
}
