package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NumberText;

/**
 * Setting of a storm, declared once: name, type, range, default, unit and help. Command line, journal, JSON and text
 * take them from here. A setting is equal to itself alone.
 *
 * <p>In a help text, <code>{name}</code> stands for the option of that name as the front end spells it,
 * <code>{.name}</code> for the key, and <code>{name=}</code> or <code>{.name=}</code> for its default.
 *
 * @param <T> class of its values
 */
public final class Setting<T>
{
    private final Builder<T> row;                                   // which nobody changes behind its help
    private final String help;

    private Setting(final Builder<T> row, final String help)
    {
        this.row = row;
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
        KEY,
        /** Settings that a profile fixes and no front end offers. */
        PROFILE
    }

    /** Declaration of a setting, which its help text ends. */
    public static final class Builder<T>
    {
        private final String name;
        private final Group group;
        private final SettingType<T> type;
        private long min = Long.MIN_VALUE;
        private long max = Long.MAX_VALUE;
        private T defaultValue;
        private T unlimitedValue;
        private BinaryOperator<T> rule;
        private List<Setting<T>> followed = List.of();
        private String unit = "";
        private String recordKey = "";
        private boolean isRecordedAlways;
        private FileUse use;

        private Builder(final String name, final Group group, final SettingType<T> type)
        {
            this.name = name;
            this.group = group;
            this.type = type;
        }

        /** Declares the range of the values, both ends included. */
        public Builder<T> between(final long from, final long to)
        {
            min = from;
            max = to;

            return this;
        }

        /** Declares the default. */
        public Builder<T> defaultValue(final T value)
        {
            defaultValue = value;

            return this;
        }

        /**
         * Declares two other settings from which a value follows where none is given.
         *
         * @param rule computes the value from those of the other settings
         * @param one  declared before, with a default
         * @param next declared before, with a default
         */
        public Builder<T> follows(final BinaryOperator<T> rule, final Setting<T> one, final Setting<T> next)
        {
            this.rule = rule;
            this.followed = List.of(one, next);

            return this;
        }

        /** Declares the value that stands for none, which JSON shows as null. */
        public Builder<T> unlimited(final T value)
        {
            unlimitedValue = value;

            return this;
        }

        /** Declares the unit of the values: a noun in the singular, or a suffix such as {@code ns}. */
        public Builder<T> unit(final String text)
        {
            unit = text;

            return this;
        }

        /** Declares the key under which every journal records the setting. */
        public Builder<T> recorded(final String key)
        {
            recordKey = key;
            isRecordedAlways = true;

            return this;
        }

        /** Declares the key under which a journal records another value than the default. */
        public Builder<T> recordedIfOther(final String key)
        {
            recordKey = key;
            isRecordedAlways = false;

            return this;
        }

        /** Declares the use of the file or directory that a value names. */
        public Builder<T> use(final FileUse declared)
        {
            use = declared;

            return this;
        }

        /** Declares the help text, and ends the declaration. */
        public Setting<T> help(final String text)
        {
            return new Setting<>(this, text);
        }
    }

    /**
     * Begins the declaration of a setting.
     *
     * @param name  unique in its group
     * @param group in which it is offered
     */
    public static <T> Builder<T> of(final String name, final Group group, final SettingType<T> type)
    {
        return new Builder<>(name, group, type);
    }

    /** Returns the name, unique in the group. */
    public String name()
    {
        return row.name;
    }

    /** Returns the group in which a front end offers the setting. */
    public Group group()
    {
        return row.group;
    }

    /** Returns true if the setting is set by a key of its name. */
    public boolean isKey()
    {
        return row.group == Group.KEY;
    }

    /** Returns the type of the values. */
    public SettingType<T> type()
    {
        return row.type;
    }

    /** {@return the use of the file or directory that a value names; null for a setting that names none} */
    public FileUse use()
    {
        return row.use;
    }

    /** Returns the default, or null if it follows from other settings. */
    public T defaultValue()
    {
        return row.defaultValue;
    }

    /** Returns the default as a user would write it; empty if it follows from other settings. */
    public String defaultText()
    {
        return row.defaultValue == null ? "" : row.type.shown().apply(row.defaultValue);
    }

    /** Returns the settings from which a value follows where none is given; none if there is a default. */
    List<Setting<T>> followed()
    {
        return row.followed;
    }

    /** Returns whether a value follows from other settings where none is given. */
    boolean isDerived()
    {
        return row.rule != null;
    }

    /** Returns the value that follows from those of the two settings of {@link #followed}. */
    T derivedValue(final T one, final T next)
    {
        return row.rule.apply(one, next);
    }

    /** Returns the value that stands for none, or null if there is no such value. */
    public T unlimitedValue()
    {
        return row.unlimitedValue;
    }

    /** Returns the unit of the values: a noun in the singular, or a suffix such as {@code ns}; empty without one. */
    public String unit()
    {
        return row.unit;
    }

    /** Returns the key under which a journal records the setting. */
    public String recordKey()
    {
        return row.recordKey;
    }

    /** Returns true to record the default, too. */
    public boolean isRecordedAlways()
    {
        return row.isRecordedAlways;
    }

    /** Returns the key under which a JSON report shows the setting: its name, and the unit that is a suffix. */
    public String jsonKey()
    {
        final String suffix = row.type.isMeasure() ? '_' + row.unit : "";

        return row.name.replace('-', '_') + suffix;
    }

    /** Returns the help text with its placeholders; empty if the setting is explained with another one. */
    public String help()
    {
        return help;
    }

    /** Returns the range of the values in words, such as {@code 1 to 4,096}; empty if every value is in it. */
    public String rangeText()
    {
        final boolean isUpTo =
            row.max < Long.MAX_VALUE && (row.unlimitedValue == null || !row.unlimitedValue.equals(row.max));
        final String from = NumberText.count(row.min);

        return row.min == Long.MIN_VALUE ? "" : isUpTo ? from + " to " + NumberText.count(row.max) : "from " + from;
    }

    /** Returns the least value that the range admits. */
    long min()
    {
        return row.min;
    }

    /** Returns the largest value that the range admits. */
    public long max()
    {
        return row.max;
    }

    /** Returns whether a value lies in the range. */
    boolean admits(final T value)
    {
        return value instanceof Long number ? admits(number.longValue()) :
            value instanceof ActionRate actions ? admits(actions.count()) :
            !(value instanceof Double rate) || (rate >= row.min && rate <= row.max);
    }

    private boolean admits(final long number)
    {
        return number >= row.min && number <= row.max;
    }

    @Override
    public String toString()
    {
        return row.group.name().toLowerCase(Locale.ROOT) + ' ' + row.name;
    }
}
