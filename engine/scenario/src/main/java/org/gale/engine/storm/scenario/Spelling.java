package org.gale.engine.storm.scenario;

import java.nio.file.Path;

/** Spelling of settings and storms in messages and texts, as the users of a front end write them. */
public interface Spelling
{
    /** Spells settings by their names. */
    Spelling NAMES = new Spelling()
    {
        @Override
        public String of(final Setting<?> setting)
        {
            return setting.name();
        }

        @Override
        public String assignment(final String path, final String value)
        {
            return path + '=' + value;
        }

        @Override
        public String storm(final Setting<?> setting, final Object value)
        {
            return "a storm with " + setting.name() + ' ' + value;
        }

        @Override
        public String step(final Path journal, final long sequence)
        {
            return "step through " + journal + " from command " + sequence;
        }

        @Override
        public String again(final Path journal)
        {
            return "a storm of the job of " + journal;
        }
    };

    /** Returns a setting as users write it, such as {@code --vms}. */
    String of(Setting<?> setting);

    /** Returns what sets the value of a path in a job, as users write it, such as {@code --set vms.a.vpes=4}. */
    String assignment(String path, String value);

    /** Returns a storm with one setting as users begin it, such as {@code gale storm --resume run1}. */
    String storm(Setting<?> setting, Object value);

    /** Returns a replay that stops at a command, as users begin it, such as {@code gale replay run1 --to 5 --step}. */
    String step(Path journal, long sequence);

    /** Returns how users run the storm of a journal again, from its beginning and into another journal. */
    String again(Path journal);
}
