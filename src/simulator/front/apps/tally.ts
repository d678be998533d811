/** What hands did to one post, from its making on: the second tap that an app ignored shows here, too. */
export class Tally {
  /** On the button that publishes, or on where it seemed to be. */
  taps = 0;
  /** Two owners had their hands on the phone. */
  twoHands = false;
}
