package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Exception that carries damage to the reader, which adds the number of sound commands before it. */
final class DamagedException extends IOException
{
    private static final long serialVersionUID = 1L;

    private final transient JournalDamage damage;

    DamagedException(final JournalDamage damage)
    {
        super(damage.message());
        this.damage = damage;
    }

    DamagedException(final Path file, final int segment, final long frame, final long offset, final String finding)
    {
        this(new JournalDamage(file, segment, frame, offset, finding, 0));
    }

    /** Returns the damage, with no sound commands before it. */
    JournalDamage damage()
    {
        return damage;
    }

    @Override
    public Throwable fillInStackTrace()
    {
        return this;
    }
}
