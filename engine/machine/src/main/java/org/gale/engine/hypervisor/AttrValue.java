package org.gale.engine.hypervisor;

import org.gale.engine.command.KvmAttr;

/** Value of an attribute as user space passes it: numbers, or a pointer that leads nowhere. */
final class AttrValue
{
    final long[] numbers = new long[KvmAttr.VALUE_LIMIT];
    int kind;
    int count;

    boolean isPointerBad()
    {
        return isNull() || isBad();
    }

    boolean isNull()
    {
        return kind == KvmAttr.NULL;
    }

    boolean isBad()
    {
        return kind == KvmAttr.BAD;
    }

    /** Replaces the value by numbers that the kernel returns. */
    void answer(final long... values)
    {
        count = values.length;
        System.arraycopy(values, 0, numbers, 0, count);
    }
}
