package org.gale.engine.report.shown;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Comparison of what is shown with the fields of a report: keeps what differs, and which fields were shown. */
final class ShownFacts
{
    private static final BigDecimal NS_PER_S = new BigDecimal("1e9");
    /** Digits behind the point that a field has at least, even where it ends with zeros. */
    private static final int DIGITS = 3;
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final String NONE = "-";

    private final JsonNode report;
    private final String medium;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> shown = new HashSet<>();

    /**
     * Makes a comparison.
     *
     * @param medium that shows the report, in words
     */
    ShownFacts(final JsonNode report, final String medium)
    {
        this.report = report;
        this.medium = medium;
    }

    /** Returns the value of a field; a missing one of a text that is no pointer. */
    JsonNode at(final String pointer)
    {
        return pointer.startsWith("/") ? report.at(pointer) : pointer.isEmpty() ? report : MissingNode.getInstance();
    }

    /** Returns what differs. */
    List<String> faults()
    {
        return List.copyOf(faults);
    }

    /** Returns the step of a pointer to a name. */
    static String step(final String name)
    {
        return '/' + name.replace("~", "~0").replace("/", "~1");
    }

    /** Returns whether there are several groups of VMs: one of events that reached no VM is none of the job. */
    boolean hasGroups()
    {
        int groups = 0;
        for (final JsonNode group : report.path("groups"))
        {
            groups += group.path("vms").asLong() > 0 ? 1 : 0;
        }

        return groups > 1;
    }

    /** Returns the pointer to the group of a name; one to nothing if there is none. */
    String group(final String name)
    {
        final JsonNode groups = report.path("groups");
        for (int i = 0; i < groups.size(); i++)
        {
            if (name.equals(groups.get(i).path("name").asText()))
            {
                return "/groups/" + i;
            }
        }

        return "/groups/none";
    }

    /** Returns whether several engines ran, or shares were added: some numbers of the text are then of no field. */
    boolean isOfSeveral()
    {
        return report.at("/host/engines").isArray() || report.at("/host/shares").isArray();
    }

    /**
     * Compares a number, or {@code -} for none, with a field.
     *
     * @param where that it stands
     */
    void number(final String where, final String text, final String pointer)
    {
        final JsonNode field = at(pointer);
        shown.add(pointer);
        if (field.isNumber() && !text.isEmpty() && !text.equals(NONE))
        {
            final ShownNumber number = ShownNumber.of(text);
            final BigDecimal exact = field.decimalValue();
            final boolean isOfSeconds = pointer.endsWith("_s") && !pointer.endsWith("_per_s");
            final BigDecimal base = number != null && number.isTime() && isOfSeconds ? NS_PER_S : BigDecimal.ONE;
            final BigDecimal off = field.isIntegralNumber() ? BigDecimal.ZERO :
                BigDecimal.ONE.movePointLeft(Math.max(DIGITS, exact.scale())).multiply(HALF);
            must(number != null && number.isOf(exact.multiply(base), off.multiply(base)), where, text, pointer);
        }
        else
        {
            must(!field.isNumber() && (text.isEmpty() || text.equals(NONE)), where, text, pointer);
        }
    }

    /** Compares a number with one that follows from fields, which may be off. */
    void derived(final String where, final String text, final double value, final double off, final String place)
    {
        final ShownNumber number = ShownNumber.of(text);
        if (number == null || !number.isOf(BigDecimal.valueOf(value), BigDecimal.valueOf(off)))
        {
            faults.add('\'' + where + "' shows " + text + ", and " + place + " is " + value);
        }
    }

    /** Compares a word with a field. */
    void word(final String where, final String text, final String pointer)
    {
        shown.add(pointer);
        must(at(pointer).asText().equals(text), where, text, pointer);
    }

    /** Adds a fault unless a text says what a field does. */
    void must(final boolean isKept, final String where, final String text, final String pointer)
    {
        if (!isKept)
        {
            final JsonNode field = at(pointer);
            faults.add('\'' + where + "' shows " + (text.isEmpty() ? "nothing" : text) + ", and " + pointer +
                (field.isMissingNode() ? " is not there" : field.isContainerNode() ? " is of " + field.size() :
                " is " + field));
        }
    }

    /** Adds a fault unless each number of an object, those in others of it left out, was shown. */
    void each(final String pointer)
    {
        for (final Map.Entry<String, JsonNode> field : at(pointer).properties())
        {
            if (field.getValue().isNumber())
            {
                one(pointer + step(field.getKey()));
            }
        }
    }

    /** Adds a fault unless a number that is there was shown. */
    void one(final String pointer)
    {
        if (at(pointer).isNumber() && !shown.contains(pointer))
        {
            faults.add(pointer + " is " + at(pointer) + ", and the " + medium + " lacks it");
        }
    }

    /** Says that a field is shown in other words. */
    void shown(final String pointer)
    {
        shown.add(pointer);
    }
}
