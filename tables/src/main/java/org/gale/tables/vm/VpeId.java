package org.gale.tables.vm;

/**
 * Number of a VPE within its VM, {@code VPE_ID}. For set-up code; hot methods take the plain {@code int}.
 *
 * @param value the id, 0 to 65 535.
 */
public record VpeId(int value)
{
    public VpeId
    {
        if (value >>> VpeIdBits.LIMIT != 0)
        {
            throw new IllegalArgumentException("no such id: value=" + value);
        }
    }
}
