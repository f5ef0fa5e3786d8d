package org.gale.engine.support;

import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.DistributionReader;
import org.gale.engine.storm.scenario.FlowText;

/** Distributions of times, from the texts that users write. */
public final class Distributions
{
    private Distributions()
    {
    }

    /** Returns the distribution of a text such as {@code 2us}. */
    public static Distribution of(final String text)
    {
        return DistributionReader.read(FlowText.node(text));
    }
}
