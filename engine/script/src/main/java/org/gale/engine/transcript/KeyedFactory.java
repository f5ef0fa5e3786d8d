package org.gale.engine.transcript;

import java.util.Arrays;
import java.util.List;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ScriptTarget;
import org.gale.engine.script.TargetFactory;

/**
 * Factory that puts a set of keys over those of a transcript's machine line. It tells a machine that refuses the set
 * from a line that is refused without it. Owned by the thread that plays the transcript.
 */
final class KeyedFactory implements TargetFactory
{
    private static final int HOST_WORDS = 2;

    private final TargetFactory factory;
    private final MachineKeySet set;
    private List<String> given = List.of();
    private String refusal;

    KeyedFactory(final TargetFactory factory, final MachineKeySet set)
    {
        this.factory = factory;
        this.set = set;
    }

    @Override
    public ScriptTarget create(final List<String> keyValues)
    {
        if (set.words().isEmpty() || !isMachine(keyValues))
        {
            return factory.create(keyValues);
        }
        given = keyValues;
        try
        {
            return factory.create(set.over(keyValues));
        }
        catch (final IllegalArgumentException | OutOfMemoryError ex)
        {
            refusal = ex.getMessage();
            throw ex;
        }
    }

    /**
     * Returns why the machine of a transcript refuses the set.
     *
     * @param command the command, by which no machine was put into use
     * @param reply   its reply
     * @return the reason, or null if the command is answered as without the set
     */
    String refusal(final String command, final String reply)
    {
        if (refusal == null && !set.words().isEmpty() && reply.startsWith(ProtocolSession.HOST_REFUSAL) &&
            isHostWithoutKeys(command))
        {
            refusal = reply.substring(ProtocolSession.HOST_REFUSAL.length());
        }

        return refusal;
    }

    private boolean isHostWithoutKeys(final String command)
    {
        final String line = command.replaceFirst("\\s#.*", "").strip();
        final List<String> words = Arrays.asList(line.split("\\s+"));
        try (ScriptTarget target = factory.create(given))
        {
            target.replaceWithGicv4(words.subList(HOST_WORDS, words.size()));
            return true;
        }
        catch (final IllegalArgumentException | OutOfMemoryError ex)
        {
            return false;
        }
    }

    private static boolean isMachine(final List<String> keyValues)
    {
        try
        {
            MachineConfig.checkWords(keyValues);
            return MachineConfig.parse(keyValues) != null;
        }
        catch (final IllegalArgumentException ex)
        {
            return false;
        }
    }
}
