package org.gale.engine.storm.model;

import java.util.List;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.Quantity;
import org.gale.engine.storm.scenario.FlowText;
import org.gale.engine.storm.scenario.JobNode;

/**
 * Moderation of the interrupts of a network device, in the form that users write: {@code none}, {@code dim}, or a map
 * such as <code>{fixed: 84us}</code>.
 *
 * @param ns period of a fixed one, ns; 0 for the others
 */
record Moderation(Kind kind, long ns)
{
    static final Moderation NONE = new Moderation(Kind.NONE, 0);
    static final Moderation DIM = new Moderation(Kind.DIM, 0);

    private static final String EXAMPLE = "{fixed: 84us}";
    private static final long LIMIT_NS = 1_000_000_000;

    /** Kind of moderation. */
    enum Kind
    {
        /** Each packet is an interrupt. */
        NONE,
        /** One period. */
        FIXED,
        /** A period that follows the load. */
        DIM
    }

    /** Returns the moderation with one period. */
    static Moderation fixed(final long ns)
    {
        return new Moderation(Kind.FIXED, ns);
    }

    /**
     * Reads a moderation as users write it.
     *
     * @throws IllegalArgumentException with a message for the user that shows the form
     */
    static Moderation read(final JobNode node)
    {
        if (node instanceof JobNode.Fields map && map.fields().size() == 1 &&
            map.get("fixed") instanceof JobNode.Text period)
        {
            return fixed(periodNs(period.text()));
        }
        final String text = FlowText.of(node);

        return switch (text)
        {
            case "none" -> NONE;
            case "dim" -> DIM;
            default -> throw new IllegalArgumentException("'" + text + "' is no moderation" +
                NearestName.hint(text, List.of("none", "dim")) + " (try dim, none, or " + EXAMPLE + ')');
        };
    }

    private static long periodNs(final String text)
    {
        final long ns = Quantity.durationNs(text, EXAMPLE);
        if (ns < 1 || ns > LIMIT_NS)
        {
            throw new IllegalArgumentException(
                "'" + text + "' is not in 1ns to 1s (try " + EXAMPLE + ", or none)");
        }

        return ns;
    }

    /** Returns the text that users write, which {@link #read} reads back. */
    String text()
    {
        return switch (kind)
        {
            case NONE -> "none";
            case DIM -> "dim";
            case FIXED -> "{fixed: " + Quantity.durationText(ns) + '}';
        };
    }

    @Override
    public String toString()
    {
        return text();
    }
}
