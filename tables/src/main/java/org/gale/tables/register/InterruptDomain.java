package org.gale.tables.register;

/** Numbers of the interrupt domains, as the fields of registers hold them. */
public final class InterruptDomain
{
    public static final int SECURE = 0;
    public static final int NON_SECURE = 1;
    public static final int EL3 = 2;
    public static final int REALM = 3;

    private InterruptDomain()
    {
    }
}
