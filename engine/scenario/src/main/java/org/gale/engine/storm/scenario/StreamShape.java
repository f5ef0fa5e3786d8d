package org.gale.engine.storm.scenario;

/** Stream of the events of a group of devices, by its kind of traffic. */
public interface StreamShape
{
    /** Returns the kind, as users write it. */
    String kind();

    /** Returns the value of each key of the kind. */
    SettingValues values();

    /** Returns the words by which reports describe the stream. */
    String text();

    /** Returns the stream of a phase that gives other values. */
    StreamShape with(SettingValues changes);

    /** Returns whether the events follow a clock. */
    default boolean isClocked()
    {
        return events(1) > 0;
    }

    /** Returns the mean number of events of a clock in a time, s; 0 for closed loops and models of devices. */
    double events(double seconds);

    /** Returns the stream with a factor of its events; this stream if they follow no clock. */
    StreamShape scaled(double factor);

    /** {@return the model of the devices, or null} */
    ModelShape model();
}
