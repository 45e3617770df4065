/**
 * What names of fields mean, as data: spellings of one thing, words that often stand for each other, and words that say
 * little by themselves. All phrases are lower case, singular, with one space between words.
 */

/** Other spellings of the same thing; what they are read as. Only what is never a different value stands here. */
export const SAME_PHRASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    addr: 'address',
    amt: 'amount',
    ccy: 'currency',
    'currency code': 'currency',
    'iso currency': 'currency',
    desc: 'description',
    'e mail': 'email',
    'e mail address': 'email',
    'email address': 'email',
    'mail address': 'email',
    'family name': 'last name',
    surname: 'last name',
    'given name': 'first name',
    forename: 'first name',
    identifier: 'id',
    uuid: 'id',
    no: 'number',
    num: 'number',
    nr: 'number',
    org: 'organization',
    organisation: 'organization',
    'phone number': 'phone',
    tel: 'phone',
    telephone: 'phone',
    'telephone number': 'phone',
    'post code': 'postcode',
    'postal code': 'postcode',
    zip: 'postcode',
    'zip code': 'postcode',
    qty: 'quantity',
    'price per unit': 'unit price',
    'item price': 'unit price',
    'created on': 'created at',
    'updated on': 'updated at',
    'due date': 'due on',
    'due at': 'due on',
    'tax id': 'vat id',
    'tax number': 'vat id',
    'vat number': 'vat id',
    'ust id': 'vat id',
    'line item': 'line',
  }),
);

/** Words that often stand for each other, but not always: a person decides. */
export const NEAR_PHRASES: readonly (readonly string[])[] = [
  ['customer', 'company', 'client', 'account', 'organization', 'buyer', 'business'],
  ['customer', 'contact', 'person', 'lead', 'subscriber', 'guest'],
  ['company', 'company name', 'customer name', 'client name', 'account name', 'organization name', 'business name'],
  ['deal', 'order', 'opportunity', 'sale', 'purchase'],
  ['line', 'item', 'position', 'product', 'entry', 'article'],
  ['invoice', 'bill'],
  ['name', 'title', 'subject', 'label', 'headline', 'full name', 'display name'],
  ['amount', 'total', 'price', 'sum', 'value', 'unit price'],
  ['quantity', 'count', 'unit'],
  ['note', 'message', 'comment', 'text', 'remark', 'body', 'description', 'content'],
  ['id', 'number', 'reference', 'key', 'code', 'external id'],
  ['country', 'country code', 'country name'],
  ['currency', 'currency name'],
  ['phone', 'mobile', 'mobile phone', 'cell'],
  ['website', 'url', 'link', 'homepage', 'domain'],
  ['owner', 'assignee', 'sale rep', 'responsible', 'agent'],
  ['stage', 'status', 'state', 'phase'],
  ['due on', 'deadline', 'until', 'pay by'],
  ['created at', 'date', 'timestamp', 'submitted at', 'time', 'received at', 'issued at'],
  ['source', 'origin', 'channel', 'campaign'],
  ['street', 'address', 'address line', 'street address'],
  ['city', 'town', 'place'],
  ['state', 'region', 'province', 'county'],
  ['email', 'mail', 'to', 'recipient'],
];

/** Say what kind of value it is, but not whose: `name` of a deal and `name` of a customer have nothing in common. */
export const GENERIC_PHRASES: ReadonlySet<string> = new Set(
  (
    'id,name,title,number,type,kind,status,state,description,note,text,message,comment,date,time,timestamp,value,key,' +
    'code,url,link,label,subject,body,content,created at,updated at,reference,count,total,amount,price,source,order'
  ).split(','),
);

/** Belong to a person or a company: right by themselves where only one is spoken of. */
export const PERSONAL_PHRASES: ReadonlySet<string> = new Set(
  (
    'email,phone,mobile,country,country code,city,street,postcode,region,address,vat id,first name,last name,' +
    'full name,company,website,language,birthday'
  ).split(','),
);

/** Envelopes around a record that say nothing about it. */
export const WRAPPER_NAMES: ReadonlySet<string> = new Set(
  'data,body,payload,record,object,attribute,property,field,result,response,event,content,detail,item,value,new,current'.split(
    ',',
  ),
);

/** Words of the names of operations and events that say what is done, not with what. */
export const VERBS: ReadonlySet<string> = new Set(
  (
    'create,created,update,updated,upsert,add,added,get,find,list,send,sent,make,set,delete,deleted,remove,new,by,or,' +
    'and,for,the,a,an,of,in,on,to,closed,won,lost,submitted,received,changed,assign,search,look,up,fetch,read,write'
  ).split(','),
);
