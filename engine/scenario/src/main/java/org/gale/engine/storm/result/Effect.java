package org.gale.engine.storm.result;

import java.util.Locale;

/** Effect of a deliberate mistake. */
public enum Effect
{
    /** Work or an interrupt is lost: a promise is broken. */
    LOST,
    /** Work or an interrupt is invented, which no device has done: a promise is broken. */
    INVENTED,
    /** Interrupts find nothing to do, and cost time alone: no promise is broken. */
    WORK;

    /** Returns the word for the effect. */
    public String word()
    {
        return this == WORK ? "only work" : name().toLowerCase(Locale.ROOT);
    }
}
