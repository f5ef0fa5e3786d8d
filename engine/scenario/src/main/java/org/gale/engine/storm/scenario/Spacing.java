package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.Objects;

/**
 * Spacing of the events of a stream that follows a clock.
 *
 * @param isPoisson true for a Poisson process, false for events that are evenly spaced, or in bursts
 * @param bursts    of the events; null for none
 */
public record Spacing(boolean isPoisson, OnOff bursts)
{
    /** Poisson process. */
    public static final Spacing POISSON = new Spacing(true, null);
    /** One event after each period. */
    public static final Spacing EVEN = new Spacing(false, null);

    private static final String POISSON_WORD = "poisson";
    private static final String EVEN_WORD = "constant";
    private static final SettingType<Spacing> WORDS =
        SettingType.words(Spacing.class, List.of(POISSON, EVEN), Spacing::text);
    /** Type of settings that space events. */
    static final SettingType<Spacing> TYPE = SettingType.tree(
        Spacing.class, WORDS.label(), Spacing::read, Spacing::text).suggesting(WORDS.words());

    @Override
    public boolean equals(final Object other)                       // not that of records, which is linked at run time
    {
        return other instanceof Spacing spacing && isPoisson == spacing.isPoisson &&
            Objects.equals(bursts, spacing.bursts);
    }

    @Override
    public int hashCode()
    {
        return Boolean.hashCode(isPoisson);
    }

    private static Spacing read(final JobNode node)
    {
        return node instanceof JobNode.Text text && !text.text().startsWith("{") ?
            WORDS.read(node) : new Spacing(false, OnOff.read(node));
    }

    /** Returns the text that users write. */
    public String text()
    {
        return bursts != null ? bursts.text() : isPoisson ? POISSON_WORD : EVEN_WORD;
    }

    @Override
    public String toString()
    {
        return text();
    }
}
