package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Laws of the break-evens and the order of an answer as it is written: values ascend over a range around the cost,
 * signs are those of the worths at its ends, and the largest change stands first. Fields are found by their names.
 * Used once.
 */
final class BreakEvenLaws
{
    private static final double RANGE = 16;
    private static final double ERROR = 1e-6;
    private static final String VALUE = "value";

    private final List<String> faults = new ArrayList<>();

    /** Returns the laws that an answer breaks, each with its numbers and their places. */
    static List<String> faults(final JsonNode answer)
    {
        final BreakEvenLaws laws = new BreakEvenLaws();
        final JsonNode all = answer.path("break_even");
        for (int i = 0; i < all.size(); i++)
        {
            laws.breakEven(all.get(i), "/break_even/" + i);
        }
        final JsonNode changes = answer.path("sensitivity");
        for (int i = 1; i < changes.size(); i++)
        {
            final double before = Math.abs(changes.get(i - 1).path("change").path(VALUE).asDouble());
            final double change = Math.abs(changes.get(i).path("change").path(VALUE).asDouble());
            laws.check(change <= before, "/sensitivity/" + i + "/change/value is " + change +
                ", larger than the one before, " + before);
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

    private void breakEven(final JsonNode one, final String place)
    {
        final JsonNode tried = one.path("tried");
        final JsonNode worths = one.path("worths");
        check(tried.size() > 1 && tried.size() == worths.size(),
            place + "/tried has " + tried.size() + " values, and /worths " + worths.size());
        for (int i = 1; i < tried.size(); i++)
        {
            check(tried.get(i).asDouble() > tried.get(i - 1).asDouble(),
                place + "/tried/" + i + " is " + tried.get(i) + ", after " + tried.get(i - 1));
        }
        final double now = one.path("now_ns").asDouble();
        final double first = tried.path(0).asDouble();
        final double last = tried.path(tried.size() - 1).asDouble();
        check(now == 0 ? first == 0 : Math.abs(first * RANGE - now) <= ERROR * now &&
            Math.abs(now * RANGE - last) <= ERROR * last,
            place + "/tried is from " + first + " to " + last + ", around " + now);
        final String signs = one.path("signs").asText();
        check(signs.length() == 2 && isSign(signs.charAt(0), worths.path(0)) &&
            isSign(signs.charAt(1), worths.path(worths.size() - 1)),
            place + "/signs is " + signs + ", and the worths at the ends are " + worths.path(0).path(VALUE) +
            " and " + worths.path(worths.size() - 1).path(VALUE));
        end(one, "from_ns", worths.path(0), place);
        end(one, "to_ns", worths.path(worths.size() - 1), place);
        check(!one.path("from_ns").isNumber() || !one.path("to_ns").isNumber() ||
            one.path("from_ns").asDouble() < one.path("to_ns").asDouble(),
            place + "/from_ns is " + one.path("from_ns") + ", and /to_ns " + one.path("to_ns"));
    }

    /** Checks that a sign holds with its interval at the begin or end of the span, which was tried. */
    private void end(final JsonNode one, final String name, final JsonNode ofRange, final String place)
    {
        final JsonNode end = one.path(name);
        JsonNode found = null;
        for (int i = 0; i < one.path("tried").size(); i++)
        {
            found = one.path("tried").get(i).asDouble() == end.asDouble() ? one.path("worths").get(i) : found;
        }
        check(!end.isNumber() || (found != null && !holdsZero(found) &&
            found.path(VALUE).asDouble() * ofRange.path(VALUE).asDouble() > 0),
            place + '/' + name + " is " + end + ", where the worth is " + found + ", and " + ofRange.path(VALUE) +
            " at the end of the range");
    }

    private static boolean isSign(final char sign, final JsonNode worth)
    {
        return switch (sign)
        {
            case '0' -> !worth.isObject() || holdsZero(worth);
            case '+' -> worth.path(VALUE).asDouble() > 0;
            case '-' -> worth.isObject() && worth.path(VALUE).asDouble() <= 0;
            default -> false;
        };
    }

    private static boolean holdsZero(final JsonNode worth)
    {
        return !worth.path("low").isNumber() ||
            (worth.path("low").asDouble() <= 0 && worth.path("high").asDouble() >= 0);
    }
}
