package org.gale.tables.vm;

/**
 * Number of a VM, {@code VM_ID}. For set-up code; hot methods take the plain {@code int}.
 *
 * @param value the id, 0 to 65 535.
 */
public record VmId(int value)
{
    public VmId
    {
        if (value >>> VmIdBits.LIMIT != 0)
        {
            throw new IllegalArgumentException("no such id: value=" + value);
        }
    }
}
