package org.gale.engine.storm.flow;

import java.util.SplittableRandom;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.setting.StormConfig;

/**
 * Order in which the generator offers the MSIs of a storm, again and again: a permutation of all events, drawn from the
 * seed alone, or the next event of each device in turn. Immutable.
 */
public final class EventSequence implements EventSource
{
    private final long[] words;

    /** Draws the sequence. */
    public EventSequence(final StormConfig config)
    {
        words = new long[config.lpisInAll()];
        if (config.pattern() == StormConfig.Pattern.ROUND_ROBIN)
        {
            final int devices = config.vms() * config.devices();
            for (int i = 0; i < words.length; i++)
            {
                words[i] = Commands.msi(i % devices, i / devices, 0);
            }
            return;
        }
        for (int i = 0; i < words.length; i++)
        {
            words[i] = Commands.msi(i / config.events(), i % config.events(), 0);
        }
        final SplittableRandom random = new SplittableRandom(config.seed() * 0x9e3779b97f4a7c15L);
        for (int i = words.length - 1; i > 0; i--)
        {
            final int other = (int)Long.remainderUnsigned(random.nextLong(), i + 1L);
            final long word = words[i];
            words[i] = words[other];
            words[other] = word;
        }
    }

    @Override
    public int length()
    {
        return words.length;
    }

    @Override
    public long word(final int index)
    {
        return words[index];
    }
}
