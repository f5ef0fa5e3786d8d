package org.gale.engine.storm.law;

import org.gale.engine.config.Quantity;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.Setting;

/** Values of the keys of a job's traffic, by the names that users write. Pure functions. */
final class Keys
{
    private static final String FIXED = "{fixed:";

    private Keys()
    {
    }

    /** Returns the value of a key that is a number, a time in ns, or a rate. */
    static long number(final ModelShape shape, final String name)
    {
        return ((Number)value(shape, name)).longValue();
    }

    /** Returns the value of such a key, or another one where the job gives none. */
    static long numberOr(final ModelShape shape, final String name, final long otherwise)
    {
        return value(shape, name) == null ? otherwise : number(shape, name);
    }

    /** Returns the value of a key that is a rate, a second. */
    static double rate(final ModelShape shape, final String name)
    {
        return ((Number)value(shape, name)).doubleValue();
    }

    /** Returns whether a rate is above 0. */
    static boolean isAny(final ModelShape shape, final String name)
    {
        return rate(shape, name) > 0;
    }

    /** Returns whether a switch is on. */
    static boolean isOn(final ModelShape shape, final String name)
    {
        return (Boolean)value(shape, name);
    }

    /** Returns whether a key of times is 0, always. */
    static boolean isZero(final ModelShape shape, final String name)
    {
        return Distribution.ZERO.equals(value(shape, name));
    }

    /** Returns the times of a key. */
    static DrawLaw times(final ModelShape shape, final String name)
    {
        return new DrawLaw(name, (Distribution)value(shape, name));
    }

    /** {@return the time of a key that has one alone; -1 of others} */
    static long constantNs(final ModelShape shape, final String name)
    {
        return value(shape, name) instanceof Distribution.Constant constant ? constant.ns() : -1;
    }

    /** Returns the value of a key as users write it. */
    static String text(final ModelShape shape, final String name)
    {
        return shape.values().shown(setting(shape, name));
    }

    /** Returns the value of a key as users write it, or another text where the job gives none. */
    static String textOr(final ModelShape shape, final String name, final String otherwise)
    {
        return value(shape, name) == null ? otherwise : text(shape, name);
    }

    /** Returns the period of a fixed moderation, as users write it, ns. */
    static long fixedNs(final String moderation)
    {
        return Quantity.durationNs(moderation.substring(FIXED.length(), moderation.length() - 1).strip());
    }

    private static Object value(final ModelShape shape, final String name)
    {
        return shape.values().get(setting(shape, name));
    }

    private static Setting<?> setting(final ModelShape shape, final String name)
    {
        return TrafficKinds.of(shape.kind()).settings().stream().filter(setting -> setting.name().equals(name))
            .findFirst().orElseThrow(() -> new IllegalStateException(shape.kind() + " has no key " + name));
    }
}
