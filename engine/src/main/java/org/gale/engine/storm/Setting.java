package org.gale.engine.storm;

import java.util.Locale;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

/**
 * Setting of a storm, declared once: name, type, range, default and help. Command line, journal, JSON and text take
 * them from here. A setting is equal to itself alone.
 *
 * <p>In a help text, <code>{name}</code> stands for the option of that name as the front end spells it,
 * <code>{.name}</code> for the key, and <code>{name=}</code> or <code>{.name=}</code> for its default.
 *
 * @param <T> class of its values
 */
public final class Setting<T>
{
    private final String name;
    private final Group group;
    private final SettingType<T> type;
    private final long least;
    private final long most;
    private final T otherwise;
    private final String help;

    private Setting(
        final String name,
        final Group group,
        final SettingType<T> type,
        final long least,
        final long most,
        final T otherwise,
        final String help)
    {
        this.name = name;
        this.group = group;
        this.type = type;
        this.least = least;
        this.most = most;
        this.otherwise = otherwise;
        this.help = help;
    }

    /** Group in which a front end offers a setting. */
    public enum Group
    {
        /** Traffic and the machine that takes it. */
        TRAFFIC,
        /** Rate and end. */
        PACE,
        /** Files and directories. */
        FILES,
        /** Measurements and reports. */
        SHOWN,
        /** Settings that are rarely needed, each set by a key of its name. */
        KEY
    }

    /**
     * Declares a setting without range, default and help.
     *
     * @param name  unique in its group
     * @param group in which it is offered
     */
    public static <T> Setting<T> of(final String name, final Group group, final SettingType<T> type)
    {
        return new Setting<>(name, group, type, Long.MIN_VALUE, Long.MAX_VALUE, null, "");
    }

    /** Declares the range of the values, both ends included. */
    public Setting<T> between(final long from, final long to)
    {
        return new Setting<>(name, group, type, from, to, otherwise, help);
    }

    /** Declares the default. */
    public Setting<T> otherwise(final T value)
    {
        return new Setting<>(name, group, type, least, most, value, help);
    }

    /** Declares the help text. */
    public Setting<T> help(final String text)
    {
        return new Setting<>(name, group, type, least, most, otherwise, text);
    }

    /** Returns the name, unique in the group. */
    public String name()
    {
        return name;
    }

    /** Returns the group in which a front end offers the setting. */
    public Group group()
    {
        return group;
    }

    /** Returns true if the setting is set by a key of its name. */
    public boolean isKey()
    {
        return group == Group.KEY;
    }

    /** Returns the type of the values. */
    public SettingType<T> type()
    {
        return type;
    }

    /** Returns the default, or null if it follows from other settings. */
    public T otherwise()
    {
        return otherwise;
    }

    /** Returns the default as a user would write it; empty if it follows from other settings. */
    public String otherwiseText()
    {
        return otherwise == null ? "" : type.shown().apply(otherwise);
    }

    /** Returns the help text with its placeholders; empty if the setting is explained with another one. */
    public String help()
    {
        return help;
    }

    /** Returns the largest value that the range admits. */
    public long most()
    {
        return most;
    }

    /**
     * Checks that a value lies in the range.
     *
     * @param spelling of the setting in the message
     * @throws OutcomeException if the value lies outside
     */
    public void check(final long value, final Spelling spelling)
    {
        if (value < least || value > most)
        {
            throw refusal(spelling, value + " is not in " + least + " to " + most);
        }
    }

    /** Returns the failure of a storm with a wrong value of this setting. */
    public OutcomeException refusal(final Spelling spelling, final String finding)
    {
        return new OutcomeException(Outcome.USAGE, spelling.of(this) + ": " + finding);
    }

    @Override
    public String toString()
    {
        return group.name().toLowerCase(Locale.ROOT) + ' ' + name;
    }
}
