package org.gale.engine.storm.scenario;

import java.util.List;

/** Failure of a setting with a wrong value. The front end spells the settings that the message names. */
public final class SettingException extends IllegalArgumentException
{
    private static final long serialVersionUID = 1L;

    private final transient Setting<?> setting;
    private final transient List<Object> finding;

    /**
     * Makes a failure.
     *
     * @param setting with the wrong value
     * @param finding parts of the message: texts, values, and settings that are named in it
     */
    public SettingException(final Setting<?> setting, final Object... finding)
    {
        super(message(Spelling.NAMES, setting, List.of(finding)));
        this.setting = setting;
        this.finding = List.of(finding);
    }

    /** Returns the setting with the wrong value. */
    public Setting<?> setting()
    {
        return setting;
    }

    /** Returns the message with the settings as users write them. */
    public String message(final Spelling spelling)
    {
        return message(spelling, setting, finding);
    }

    private static String message(final Spelling spelling, final Setting<?> setting, final List<Object> finding)
    {
        final StringBuilder message = new StringBuilder(spelling.of(setting)).append(": ");
        for (final Object part : finding)
        {
            message.append(part instanceof Setting<?> named ? spelling.of(named) : part);
        }

        return message.toString();
    }
}
