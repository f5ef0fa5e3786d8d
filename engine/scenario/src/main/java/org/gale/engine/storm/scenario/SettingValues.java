package org.gale.engine.storm.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/** Values of settings that somebody chose, each with the text in which it was given. Immutable. */
public final class SettingValues
{
    /** No setting is chosen. */
    public static final SettingValues NONE = new SettingValues(new IdentityHashMap<>());

    private final IdentityHashMap<Setting<?>, Given> values;

    private SettingValues(final IdentityHashMap<Setting<?>, Given> values)
    {
        this.values = values;
    }

    private record Given(Object value, String text)
    {
    }

    /** Returns these values and one more, or another one. */
    public <T> SettingValues with(final Setting<T> setting, final T value)
    {
        return with(setting, value, setting.type().shown().apply(value));
    }

    /**
     * Returns these values and one more, read from a text.
     *
     * @throws IllegalArgumentException if the text is no value of the setting, with a message for the user
     */
    public <T> SettingValues withText(final Setting<T> setting, final String text)
    {
        return with(setting, setting.type().reader().apply(text), text);
    }

    /**
     * Returns these values and one more, as a node of a file gives it.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    <T> SettingValues withNode(final Setting<T> setting, final JobNode node)
    {
        return with(setting, setting.type().read(node), FlowText.of(node));
    }

    /** Returns the settings that have a value, in the order of their names. */
    public List<Setting<?>> settings()
    {
        final List<Setting<?>> settings = new ArrayList<>(values.keySet());
        settings.sort(Comparator.comparing(Setting::name));

        return settings;
    }

    /** Returns these values and others, which win over these. */
    public SettingValues withAll(final SettingValues others)
    {
        final IdentityHashMap<Setting<?>, Given> more = new IdentityHashMap<>(values);
        more.putAll(others.values);

        return new SettingValues(more);
    }

    /** Returns these values and the default of one more setting. */
    <T> SettingValues withDefault(final Setting<T> setting)
    {
        return with(setting, setting.defaultValue());
    }

    /** Returns these values and one more setting, whose value follows from them. */
    <T> SettingValues withDerived(final Setting<T> setting)
    {
        final Setting<T> one = setting.followed().get(0);
        final Setting<T> next = setting.followed().get(1);
        check(one);
        check(next);

        return with(setting, setting.derivedValue(get(one), get(next)));
    }

    /** Returns these values and that of one more setting, taken from others, or its default. */
    public <T> SettingValues withValueOf(final Setting<T> setting, final SettingValues others)
    {
        return with(setting, others.valueOrDefault(setting));
    }

    /** Returns these values and those of more settings, taken from others, or their defaults. */
    public SettingValues withValuesOf(final List<Setting<?>> settings, final SettingValues others)
    {
        final IdentityHashMap<Setting<?>, Given> more = new IdentityHashMap<>(values);
        settings.forEach(setting -> more.put(setting, others.givenOrDefault(setting)));

        return new SettingValues(more);
    }

    /**
     * Checks that the value of a setting lies in its range.
     *
     * @throws SettingException if the value lies outside
     */
    public <T> void check(final Setting<T> setting)
    {
        check(setting, get(setting));
    }

    /**
     * Checks that a value of a setting lies in its range.
     *
     * @throws SettingException if the value lies outside
     */
    public static <T> void check(final Setting<T> setting, final T value)
    {
        if (!setting.admits(value))
        {
            throw setting.max() == Long.MAX_VALUE ? new SettingException(setting, value, " is below ", setting.min()) :
                new SettingException(setting, value, " is not in ", setting.min(), " to ", setting.max());
        }
    }

    /** Returns the value of a setting in the plain form of its type. */
    <T> String plain(final Setting<T> setting)
    {
        return setting.type().plain(get(setting));
    }

    /** Returns these values less that of a setting, if one was chosen. */
    public SettingValues without(final Setting<?> setting)
    {
        final IdentityHashMap<Setting<?>, Given> fewer = new IdentityHashMap<>(values);
        fewer.remove(setting);

        return new SettingValues(fewer);
    }

    /** Returns these values less those of some settings. */
    public SettingValues without(final List<? extends Setting<?>> settings)
    {
        final IdentityHashMap<Setting<?>, Given> fewer = new IdentityHashMap<>(values);
        settings.forEach(fewer::remove);

        return new SettingValues(fewer);
    }

    /** Returns the values of this list that belong to some settings. */
    public SettingValues only(final List<Setting<?>> settings)
    {
        final IdentityHashMap<Setting<?>, Given> fewer = new IdentityHashMap<>(values);
        fewer.keySet().retainAll(settings);

        return new SettingValues(fewer);
    }

    /** Returns the value of a setting, or null if none was chosen. */
    public <T> T get(final Setting<T> setting)
    {
        final Given given = values.get(setting);

        return given == null ? null : setting.type().javaType().cast(given.value());
    }

    /** Returns the value of a setting, or another one if none was chosen. */
    public <T> T valueOr(final Setting<T> setting, final T otherwise)
    {
        return has(setting) ? get(setting) : otherwise;
    }

    /** Returns the value of a setting, or its default if none was chosen. */
    public <T> T valueOrDefault(final Setting<T> setting)
    {
        return valueOr(setting, setting.defaultValue());
    }

    /** Returns true if a value was chosen that is neither the default nor stands for none. */
    public boolean isOther(final Setting<?> setting)
    {
        return has(setting) && !get(setting).equals(setting.defaultValue()) &&
            !get(setting).equals(setting.unlimitedValue());
    }

    /** Returns the value of a setting as a user would write it; empty if there is neither a value nor a default. */
    public <T> String shown(final Setting<T> setting)
    {
        final T value = valueOrDefault(setting);

        return value == null ? "" : setting.type().shown().apply(value);
    }

    /** Returns the text in which a value was given, or null if none was chosen. */
    public String text(final Setting<?> setting)
    {
        final Given given = values.get(setting);

        return given == null ? null : given.text();
    }

    /** Returns true if a value was chosen. */
    public boolean has(final Setting<?> setting)
    {
        return values.containsKey(setting);
    }

    /** Returns true for values that are equal for each setting, however they were written. */
    @Override
    public boolean equals(final Object other)
    {
        return other instanceof SettingValues all && values.size() == all.values.size() && values.keySet().stream()
            .allMatch(setting -> all.has(setting) && get(setting).equals(all.get(setting)));
    }

    @Override
    public int hashCode()
    {
        return values.entrySet().stream()
            .mapToInt(value -> System.identityHashCode(value.getKey()) ^ value.getValue().value().hashCode()).sum();
    }

    private <T> Given givenOrDefault(final Setting<T> setting)
    {
        final T value = valueOrDefault(setting);

        return new Given(value, setting.type().shown().apply(value));
    }

    private SettingValues with(final Setting<?> setting, final Object value, final String text)
    {
        final IdentityHashMap<Setting<?>, Given> more = new IdentityHashMap<>(values);
        more.put(setting, new Given(value, text));

        return new SettingValues(more);
    }
}
