package org.gale.engine.report.shown;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;

/** Reader of the table of the accounting of a text, by an own table of its rows. Used once. */
final class AccountRows
{
    private static final String COUNT = "(-?[0-9][0-9,]*)";
    private static final Pattern HEADING = Pattern.compile(" +total +per second");
    private static final Pattern ROW =
        Pattern.compile("( {2})?(\\S.*?) {2,}" + COUNT + "(?: {2,}(-|" + COUNT + "))?(?: {3,}(\\S.*))?");
    /** Remark of a route: what became of its events. */
    private static final Pattern ROUTE = Pattern.compile(
        COUNT + " delivered, " + COUNT + " coalesced, " + COUNT + " pending, remainder " + COUNT);
    private static final Pattern WORDS =
        Pattern.compile("words? published, (?:all drained|" + COUNT + " drained, " + COUNT + " left)(?: .*)?");
    private static final Pattern NAMED = Pattern.compile("([a-z-]+) " + COUNT + "(?:, |$)");
    private static final Pattern BEYOND = Pattern.compile(" {2}and [0-9,]+ lanes? more");
    private static final String ACCOUNTING = "/accounting/";
    private static final Map<String, String> ROWS = Map.ofEntries(
        Map.entry("offered", "offered"), Map.entry("offered/delivered", "delivered"),
        Map.entry("offered/coalesced", "coalesced"), Map.entry("offered/pending", "pending"),
        Map.entry("offered/held", "held"), Map.entry("remainder", "remainder"), Map.entry("sent", "sent"),
        Map.entry("sent/high", "ticks_high"), Map.entry("doorbells", "doorbells_rung"),
        Map.entry("doorbells/owed", "doorbells_owed"), Map.entry("doorbells/coalesced", "doorbells_coalesced"),
        Map.entry("PPIs", "ppis_raised"), Map.entry("PPIs/acknowledged", "ppis_acknowledged"),
        Map.entry("PPIs/pending", "ppis_pending"), Map.entry("direct", "direct"),
        Map.entry("forwarded", "forwarded"), Map.entry("in transition", "in_transition"),
        Map.entry("lost", "lost"), Map.entry("transitions", "transitions"),
        Map.entry("transitions/s", "transitions_per_s"), Map.entry("steps at most", "transition_steps"),
        Map.entry("mean time, ns", "transition_mean_ns"), Map.entry("longest time, ns", "transition_max_ns"),
        Map.entry("toggles refused", "toggles_refused"), Map.entry("moves", "moves"), Map.entry("waited", "waited"),
        Map.entry("longest wait, ns", "longest_wait_ns"), Map.entry("dropped", "dropped"),
        Map.entry("generator", "lanes/generator/published"), Map.entry("attached", "lanes/attached/published"));
    /** Fields of the second column, by rows. */
    static final Map<String, String> PER_SECOND =
        Map.of("offered", "/offered_per_s", "offered/delivered", "/rate_per_s");

    private final ShownFacts facts;
    private boolean isOpen;
    private String top = "";

    AccountRows(final ShownFacts facts)
    {
        this.facts = facts;
    }

    /** Returns the field of a row: of a name, or of names of a row and of one below it. */
    static String pointer(final String key)
    {
        return ACCOUNTING + ROWS.getOrDefault(key, "none");
    }

    /** Reads a line as the heading or a row of the table; returns whether it is one whose numbers are all known. */
    boolean read(final String line)
    {
        if (HEADING.matcher(line).matches())
        {
            isOpen = true;
            return true;
        }
        final Matcher matcher = ROW.matcher(line);
        if (!isOpen || !matcher.matches())
        {
            final boolean isBeyond = isOpen && BEYOND.matcher(line).matches();
            isOpen &= isBeyond;
            return isBeyond;
        }
        top = matcher.group(1) == null ? matcher.group(2) : top;
        final String key = matcher.group(1) == null ? top : top + '/' + matcher.group(2);
        final String per = matcher.group(4);
        if (PER_SECOND.containsKey(key))
        {
            facts.number(key + ", per second", per == null ? "" : per, PER_SECOND.get(key));
        }

        return row(key, matcher.group(3), matcher.group(6) == null ? "" : matcher.group(6)) &&
            (per == null || PER_SECOND.containsKey(key));
    }

    private boolean row(final String key, final String total, final String remark)
    {
        final String where = key.replace("/", ", ");
        if (key.equals("offered/rejected"))
        {
            rejected(where, total, remark);
            return true;
        }
        if (key.startsWith("remainder/VM "))
        {
            vm(where, total);
            return true;
        }
        if (key.startsWith("attached/"))
        {
            return lane(where, key.substring(key.indexOf('/') + 1), total, remark);
        }
        if (!ROWS.containsKey(key))
        {
            return false;
        }
        facts.number(where, total, ACCOUNTING + ROWS.get(key));

        return remark(key, where, total, remark);
    }

    private boolean remark(final String key, final String where, final String total, final String remark)
    {
        final Matcher route = ROUTE.matcher(remark);
        if (route.matches())
        {
            long sum = 0;
            for (int i = 1; i <= route.groupCount(); i++)
            {
                sum += Long.parseLong(route.group(i).replace(",", ""));
            }
            facts.derived(where, total, (double)sum, 0, "the sum of '" + remark + '\'');
            return true;
        }
        if (key.equals("generator") || key.equals("attached"))
        {
            return words(where, ACCOUNTING + "lanes/" + key, remark);
        }
        if (key.equals("offered/coalesced") && remark.startsWith("at "))
        {
            named(where, remark, ACCOUNTING + "coalesced_at");
            facts.each(ACCOUNTING + "coalesced_at");
            return true;
        }

        return remark.chars().noneMatch(Character::isDigit);
    }

    private void named(final String where, final String remark, final String pointer)
    {
        final Matcher named = NAMED.matcher(remark);
        while (named.find())
        {
            facts.number(where + ", " + named.group(1), named.group(2), pointer + ShownFacts.step(named.group(1)));
        }
    }

    /** Compares the sum of the reasons, of which a remark names those that are not 0. */
    private void rejected(final String where, final String total, final String remark)
    {
        final String pointer = ACCOUNTING + "rejected";
        named(where, remark, pointer);
        long sum = 0;
        for (final Map.Entry<String, JsonNode> reason : facts.at(pointer).properties())
        {
            sum += reason.getValue().asLong();
            if (reason.getValue().asLong() != 0)
            {
                facts.one(pointer + ShownFacts.step(reason.getKey()));
            }
        }
        facts.derived(where, total, (double)sum, 0, "the sum of " + pointer);
    }

    private void vm(final String where, final String total)
    {
        final JsonNode vms = facts.at(ACCOUNTING + "vms");
        for (int i = 0; i < vms.size(); i++)
        {
            if (where.endsWith("VM " + vms.get(i).path("vm").asText()))
            {
                facts.number(where, total, ACCOUNTING + "vms/" + i + "/remainder");
            }
        }
    }

    private boolean lane(final String where, final String name, final String total, final String remark)
    {
        final JsonNode lanes = facts.at("/attached/lanes");
        for (int i = 0; i < lanes.size(); i++)
        {
            if (name.equals(lanes.get(i).path("name").asText()))
            {
                facts.number(where, total, "/attached/lanes/" + i + "/published");
                return words(where, "/attached/lanes/" + i, remark);
            }
        }

        return false;
    }

    private boolean words(final String where, final String pointer, final String remark)
    {
        final Matcher words = WORDS.matcher(remark);
        if (!words.matches())
        {
            return false;
        }
        if (words.group(1) == null)
        {
            facts.number(where + ", left", "0", pointer + "/left");
        }
        else
        {
            facts.number(where + ", drained", words.group(1), pointer + "/drained");
            facts.number(where + ", left", words.group(2), pointer + "/left");
        }

        return true;
    }

    /** Says which rows are missing: ticks are shown only where a wire was high. */
    void end()
    {
        if (facts.at(ACCOUNTING + "ticks_high").asLong() == 0)
        {
            facts.shown(ACCOUNTING + "ticks_high");
        }
        facts.each("/accounting");
        facts.one(ACCOUNTING + "lanes/generator/published");
        facts.one(ACCOUNTING + "lanes/attached/published");
        facts.one("/offered_per_s");
        facts.one("/rate_per_s");
    }
}
