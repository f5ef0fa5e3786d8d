package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Laws of the break-evens in I/O of an answer as it is written: values ascend over a range that holds that of the host,
 * and each end of a span shows its side of the level. Fields are found by their names. Used once.
 */
final class IoBreakEvenLaws
{
    private static final String CHANGES = "/changes";

    private final List<String> faults = new ArrayList<>();

    /** Returns the laws that an answer breaks, each with its numbers and their places. */
    static List<String> faults(final JsonNode answer)
    {
        final IoBreakEvenLaws laws = new IoBreakEvenLaws();
        final JsonNode all = answer.path("break_even_io");
        for (int i = 0; i < all.size(); i++)
        {
            laws.one(all.get(i), "/break_even_io/" + i);
        }

        return laws.faults;
    }

    private void check(final boolean holds, final String fault)
    {
        if (!holds)
        {
            faults.add(fault);
        }
    }

    private void one(final JsonNode one, final String place)
    {
        final JsonNode tried = one.path("tried");
        final JsonNode changes = one.path("changes");
        check(tried.size() > 1 && tried.size() == changes.size(),
            place + "/tried has " + tried.size() + " values, and " + CHANGES + ' ' + changes.size());
        for (int i = 1; i < tried.size(); i++)
        {
            check(tried.get(i).asDouble() > tried.get(i - 1).asDouble(),
                place + "/tried/" + i + " is " + tried.get(i) + ", after " + tried.get(i - 1));
        }
        final String sides = one.path("sides").asText();
        final double level = one.path("level").asDouble();
        final boolean isCrossing = sides.equals("<>") || sides.equals("><");
        final boolean hasSpan = one.path("from").isNumber() || one.path("to").isNumber();
        check(sides.length() == 2 && (isCrossing || !hasSpan),
            place + "/sides is " + sides + ", with a span from " + one.path("from") + " to " + one.path("to"));
        check(!one.path("from").isNumber() || !one.path("to").isNumber() ||
            one.path("from").asDouble() < one.path("to").asDouble(),
            place + "/from is " + one.path("from") + ", and /to " + one.path("to"));
        if (isCrossing)
        {
            shows(one, "from", sides.charAt(0), place);
            shows(one, "to", sides.charAt(1), place);
            check(isOnBothSides(changes, level),
                place + CHANGES + " are all on one side of " + level + ", and /sides is " + sides);
        }
        else if (sides.length() == 2)
        {
            check(isShown(changes.path(0), level, sides.charAt(0)) &&
                isShown(changes.path(changes.size() - 1), level, sides.charAt(1)),
                place + "/sides is " + sides + ", and the changes at the ends are " + changes.path(0).path("value") +
                " and " + changes.path(changes.size() - 1).path("value"));
        }
    }

    private static boolean isOnBothSides(final JsonNode changes, final double level)
    {
        boolean isBelow = false;
        boolean isAbove = false;
        for (final JsonNode change : changes)
        {
            isBelow |= change.isObject() && Math.abs(change.path("value").asDouble()) < level;
            isAbove |= change.isObject() && Math.abs(change.path("value").asDouble()) >= level;
        }

        return isBelow && isAbove;
    }

    /** Checks that an end of a span was tried, and shows its side. */
    private void shows(final JsonNode one, final String name, final char side, final String place)
    {
        final JsonNode end = one.path(name);
        JsonNode found = null;
        for (int i = 0; i < one.path("tried").size(); i++)
        {
            found = one.path("tried").get(i).asDouble() == end.asDouble() ? one.path("changes").get(i) : found;
        }
        check(!end.isNumber() || (found != null && isShown(found, one.path("level").asDouble(), side)),
            place + '/' + name + " is " + end + ", where the change is " + found + ", and the side " + side);
    }

    /** Returns whether an interval shows a side of a level; for 0 whether it shows none. */
    private static boolean isShown(final JsonNode change, final double level, final char side)
    {
        final double low = change.path("low").asDouble();
        final double high = change.path("high").asDouble();
        final boolean isKnown = change.path("low").isNumber();
        final boolean isAbove = isKnown && (low >= level || high <= -level);
        final boolean isBelow = isKnown && low > -level && high < level;

        return switch (side)
        {
            case '<' -> isBelow;
            case '>' -> isAbove;
            default -> !isBelow && !isAbove;
        };
    }
}
