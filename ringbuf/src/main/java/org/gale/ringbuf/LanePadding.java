package org.gale.ringbuf;

/**
 * Padding of two cache lines before the state of a lane's end, so that no other thread's data shares a line with it. An
 * equal padding stands behind the state, in the class that has no other fields.
 */
abstract class LanePadding
{
    /**
     * Length in bytes of the padding on each side of the state: two cache lines, because lines are fetched in pairs.
     */
    static final int PADDING_LENGTH = 128;

    // The virtual machine lays out the fields of a superclass first; nothing reads these. The int fills the gap behind
    // the header of the object, where it would otherwise place a field of a subclass.
    int frontGap;
    long front00;
    long front01;
    long front02;
    long front03;
    long front04;
    long front05;
    long front06;
    long front07;
    long front08;
    long front09;
    long front10;
    long front11;
    long front12;
    long front13;
    long front14;
    long front15;
}
