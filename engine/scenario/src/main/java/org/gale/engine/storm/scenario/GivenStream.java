package org.gale.engine.storm.scenario;

/**
 * Stream as a job gives it, before values that it leaves out are added and all values are checked together.
 *
 * @param traffic kind
 * @param values  of the settings of the kind, those that were given
 */
public record GivenStream(TrafficKind traffic, SettingValues values) implements StreamShape
{
    /** Stream where nothing is said about it. */
    public static final GivenStream DEFAULT = new GivenStream(TrafficKind.CLOSED, SettingValues.NONE);

    @Override
    public String kind()
    {
        return traffic.name();
    }

    @Override
    public String text()
    {
        return kind();
    }

    @Override
    public StreamShape with(final SettingValues changes)
    {
        return new GivenStream(traffic, values.withAll(changes));
    }

    @Override
    public double events(final double seconds)
    {
        return 0;
    }

    @Override
    public StreamShape scaled(final double factor)
    {
        return this;
    }

    @Override
    public ModelShape model()
    {
        return null;
    }
}
