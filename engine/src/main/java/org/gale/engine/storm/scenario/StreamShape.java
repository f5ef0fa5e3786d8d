package org.gale.engine.storm.scenario;

/** Stream of the events of a group of devices, by its kind of traffic. */
public sealed interface StreamShape permits GivenStream, ClosedStream, OpenStream, ModelShape
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
        return perS() > 0;
    }

    /** Returns the events a second that follow a clock; 0 for streams that wait, and for models of devices. */
    double perS();

    /** {@return the model of the devices, or null} */
    ModelShape model();
}
